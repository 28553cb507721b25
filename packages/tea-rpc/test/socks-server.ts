import { connect, createServer, type Socket } from 'node:net'
import { type LoopbackServer, listen } from './loopback-server.ts'

export interface SocksServer extends LoopbackServer {
  /** `host:port` of each request. */
  readonly asked: string[]
  /** `user:password` of each login. */
  readonly logins: string[]
}

/** How far the server goes before it says nothing more. */
export type SocksStall = 'greeting' | 'connect'

/** A SOCKS5 proxy (RFC 1928, 1929) that connects to this machine, whatever name it is asked for. */
export async function startSocks({ login = false, stall }: { login?: boolean; stall?: SocksStall } = {}): Promise<SocksServer> {
  const asked: string[] = []
  const logins: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    serve(socket).catch(() => socket.destroy())
  })

  async function serve(socket: Socket): Promise<void> {
    const read = reader(socket)
    const [, methods = 0] = await read(2)
    await read(methods)
    if (stall === 'greeting') return
    socket.write(Buffer.from([5, login ? 2 : 0]))
    if (login) {
      const [, userLength = 0] = await read(2)
      const user = await read(userLength)
      const [passwordLength = 0] = await read(1)
      logins.push(`${user}:${await read(passwordLength)}`)
      socket.write(Buffer.from([1, 0]))
    }
    const [, , , kind] = await read(4)
    const host = kind === 3 ? String(await read((await read(1))[0] ?? 0)) : [...(await read(4))].join('.')
    const port = (await read(2)).readUInt16BE()
    asked.push(`${host}:${port}`)
    if (stall === 'connect') return
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
  }

  return Object.assign(await listen(server, 'socks5'), { asked, logins })
}

function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    for (;;) {
      const chunk: Buffer | null = bytes === 0 ? Buffer.alloc(0) : socket.read(bytes)
      if (chunk) return chunk
      await new Promise((resolve, reject) => {
        socket.once('readable', resolve)
        socket.once('close', () => reject(new Error('closed')))
      })
    }
  }
}
