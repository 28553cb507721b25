import { checkNames, invalidOption, type OptionNames } from '@x/credentials-core'
import type { RpcRequest } from './rpc-client.ts'

/** The members of `RpcRequest`. */
const REQUEST_NAMES: OptionNames = {
  string: 'action version method pathname style authType bodyType responseType product endpointRule endpoint',
  object: 'headers endpointMap',
  any: 'query body',
}

const WORDS = {
  style: 'RPC ROA',
  authType: 'AK Anonymous',
  bodyType: 'form json bytes stream',
  responseType: 'json text bytes stream',
  endpointRule: 'regional central',
} as const

/** Refuses a request with a member that is not known, of the wrong type or of another value than the known ones. */
export function checkRequest(request: RpcRequest): void {
  checkNames(request, REQUEST_NAMES, 'request')
  for (const field of ['action', 'version'] as const)
    if (!request[field]) throw invalidOption(field, 'is missing', 'Pass the name that the service documents.')
  for (const [field, words] of Object.entries(WORDS)) {
    const value = request[field as keyof typeof WORDS]
    if (value !== undefined && !words.split(' ').includes(value))
      throw invalidOption(field, 'is not supported', `Use ${words.replaceAll(' ', ' or ')}.`)
  }
  const { method, query } = request
  if (method !== undefined && !/^[a-z]+$/i.test(method)) throw invalidOption('method', 'is no method', 'Use one such as POST.')
  if (query !== undefined && (typeof query !== 'object' || query === null)) throw invalidOption('query', 'is not an object', 'Pass one.')
}
