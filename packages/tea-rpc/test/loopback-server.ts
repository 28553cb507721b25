import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'

/** A server on a free loopback port. */
export interface LoopbackServer {
  readonly url: string
  /** Connections made so far. */
  readonly connections: number
  close(): Promise<void>
}

export async function startServer(listener: RequestListener, tls?: TlsOptions): Promise<LoopbackServer> {
  return listen(tls ? createTlsServer(tls, listener) : createServer(listener), tls ? 'https' : 'http')
}

/** A proxy that tunnels CONNECT and passes plain requests on; it records what it was asked for. */
export async function startProxy(
  tls?: TlsOptions,
): Promise<LoopbackServer & { readonly asked: string[]; readonly logins: (string | undefined)[] }> {
  const asked: string[] = []
  const logins: (string | undefined)[] = []
  const pass: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    logins.push(request.headers['proxy-authorization'])
    response.end(JSON.stringify({ via: 'proxy' }))
  }
  const server = tls ? createTlsServer(tls, pass) : createServer(pass)
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    logins.push(request.headers['proxy-authorization'])
    const [, port] = String(request.url).split(':')
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
  return Object.assign(await listen(server, tls ? 'https' : 'http'), { asked, logins })
}

/** Listens on a free loopback port. */
export function listen(server: NetServer, scheme: string): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
        get connections() {
          return connections
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            for (const socket of sockets) socket.destroy()
          }),
      })
    })
  })
}
