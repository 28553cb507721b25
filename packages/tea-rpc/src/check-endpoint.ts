import { invalidOption, isLoopback } from '@x/credentials-core'

const ENDPOINT = /^(https?:\/\/)?([^\s/?#@:[\]\\]+|\[[\da-f:.]+\])(:\d+)?\/?$/i

/**
 * Refuses what is not `host[:port]` or a URL without a path, and plain http to anything but this machine.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the field.
 */
export function checkEndpoint(text: string, field: string, protocol = 'https'): void {
  const [, scheme = `${protocol}:`, host] = ENDPOINT.exec(text) ?? []
  if (!host) throw invalidOption(field, 'is not a host', 'Pass host, host:port or a URL without path and login.')
  if (/^http:/i.test(scheme) && !isLoopback(host.toLowerCase())) {
    throw invalidOption(field, 'asks for plain http, which sends credentials unprotected', 'Use https; http works for loopback hosts only.')
  }
}

/** Refuses what cannot be a part of a host name. */
export function checkLabel(value: string | undefined, field: string): void {
  if (value && !/^[\w-]+$/.test(value))
    throw invalidOption(field, 'may hold letters, digits, _ and - only', 'Pass a plain name such as cn-shanghai.')
}
