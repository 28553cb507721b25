const block = 512

/** Names and texts of the files of an uncompressed tar archive. */
export function readTar(bytes) {
  const files = new Map()
  let at = 0
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const field = (offset, length) => bytes.toString('utf8', at + offset, at + offset + length).replace(/\0.*$/s, '')
    const name = [field(345, 155), field(0, 100)].filter(Boolean).join('/')
    const size = Number.parseInt(field(124, 12), 8)
    const start = at + block
    const isFile = ['', '0'].includes(field(156, 1))
    if (isFile) files.set(name, bytes.toString('utf8', start, start + size))
    at = start + Math.ceil(size / block) * block
  }
  return files
}
