/** Writes an AVI file with Motion JPEG. */
export function aviFile(frames: readonly Uint8Array[], width: number, height: number, msPerFrame: number): Uint8Array {
  const header = Buffer.alloc(56)
  header.writeUInt32LE(msPerFrame * 1000, 0)
  header.writeUInt32LE(frames.length, 16)
  header.writeUInt32LE(width, 32)
  header.writeUInt32LE(height, 36)
  const movie = list('movi', ...frames.map((frame) => chunk('00dc', frame)))
  return chunk('RIFF', Buffer.concat([Buffer.from('AVI '), list('hdrl', chunk('avih', header)), movie]))
}

function list(kind: string, ...parts: readonly Uint8Array[]): Buffer {
  return chunk('LIST', Buffer.concat([Buffer.from(kind), ...parts]))
}

function chunk(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(name)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}
