import { connect } from 'node:net'

/** What came back on a socket, byte for byte. */
export interface RawAnswer {
  readonly text: string
  readonly status: number
  readonly body: string
  /** Whether the connection was reset instead of closed. */
  readonly reset: boolean
}

/** Sends bytes as they are and reads until the server closes. */
export function sendRaw(port: number, request: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let reset = false
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => {
      reset = true
    })
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      resolve({ text, status: Number(text.split(' ')[1] ?? 0), body: end < 0 ? '' : text.slice(end + 4), reset })
    })
  })
}

/** Writes a request whose connection ends with the answer. */
export function rawRequest(method: string, target: string, headers: Readonly<Record<string, string>>, body: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(body)
  const all = { ...headers, connection: 'close', ...(bytes.length > 0 ? { 'content-length': String(bytes.length) } : {}) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes])
}
