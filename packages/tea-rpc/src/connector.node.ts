import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { MAX_TIMER } from './limit-work.ts'

/**
 * undici's connector with an exact limit of time (its own is a second coarse), that keeps a list of the connections which are being made:
 * an agent that is destroyed forgets them.
 */
export function timedConnector(connect: buildConnector.connector, timeout: number, connecting: Set<Socket>): buildConnector.connector {
  return (target, done) => {
    // undici gives the socket back, though its types do not say so.
    const socket = connect(target, (...outcome) => {
      clearTimeout(timer)
      connecting.delete(socket)
      done(...outcome)
    }) as unknown as Socket
    connecting.add(socket)
    const timer = setTimeout(() => endConnecting(socket, 'UND_ERR_CONNECT_TIMEOUT'), Math.min(timeout, MAX_TIMER))
  }
}

/** Gives up a connection that is being made. */
export function endConnecting(socket: Socket, code: string): void {
  socket.destroy(Object.assign(new Error('No connection was made.'), { code }))
}
