import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EmulatorError } from './emulator-error.ts'

/** The address to bind for the option `host`. @throws EmulatorError for anything that other machines could reach */
export function resolveHost(host: string): string {
  if (host === 'localhost') return '127.0.0.1'
  if (host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)) return host
  throw new EmulatorError(
    'ERR_INVALID_OPTION',
    'Option host must be a loopback address, such as 127.0.0.1: the emulator serves this machine only.',
  )
}

/**
 * Starts to listen and gives the port.
 * @throws EmulatorError `ERR_PORT_IN_USE`, or `ERR_INVALID_OPTION` when the port cannot be had otherwise
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new EmulatorError('ERR_INVALID_OPTION', 'Option port must be a whole number from 0 to 65535; 0 takes a free port.')
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toEmulatorError(error, port, host)))
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

function toEmulatorError(error: NodeJS.ErrnoException, port: number, host: string): EmulatorError {
  if (error.code === 'EADDRINUSE') {
    return new EmulatorError('ERR_PORT_IN_USE', `Port ${port} of ${host} is in use. Choose another port, or 0 for a free one.`)
  }
  return new EmulatorError(
    'ERR_INVALID_OPTION',
    `Port ${port} of ${host} cannot be opened (${error.code}). Choose another port, or 0 for a free one.`,
  )
}
