import { open, stat } from 'node:fs/promises'
import type { ReadFile } from './read-text-file.ts'

/**
 * Reads a small regular file of this machine, after its links: of anything else, opening could wait for ever. It reads no further than one
 * byte past what these packages ever accept.
 */
export const readFile: ReadFile = async (path) => {
  if (!(await stat(path)).isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTREGULAR' })
  const file = await open(path)
  try {
    // It may have been exchanged for a pipe since.
    if (!(await file.stat()).isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTREGULAR' })
    const bytes = new Uint8Array(MOST + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === bytes.length) return bytes.slice(0, length)
    }
  } finally {
    await file.close()
  }
}

/** The largest file that anything of these packages reads as text: 1 MiB. */
const MOST = 1024 * 1024
