import { invalidOption } from '@x/credentials-core'
import { flatten } from './flatten.ts'
import { loadRare } from './load-rare.ts'
import { badAnswer } from './read-answer.ts'
import { responseName } from './response-names.ts'
import type { RpcRequest, RpcResponse } from './rpc-client.ts'
import type { RpcOperation } from './rpc-operation.ts'
import { toWire } from './to-wire.ts'

// Registered, so that a second copy of this package reads the responses of the first.
const WIRE: unique symbol = Symbol.for('alibaba-cloud.wire') as never

/** What came with a response beside its body. */
export interface ResponseMetadata {
  readonly statusCode: number
  readonly headers: { get(name: string): string | null }
}

interface Wire extends ResponseMetadata {
  readonly body: Record<string, unknown>
}

/** The request of a typed operation, with the names and places of the wire. */
export async function typedRequest(operation: RpcOperation, request: object): Promise<RpcRequest> {
  const query: Record<string, string> = {}
  const form: Record<string, string> = {}
  const wire = toWire(request, operation.names)
  if (operation.styles) {
    const { applyStyle } = await loadRare()
    for (const [name, style] of Object.entries(operation.styles)) wire[name] = applyStyle(wire[name], style, name)
  }
  for (const [name, value] of Object.entries(flatten(wire))) {
    const [parameter = name] = name.split('.', 1)
    ;(operation.query?.includes(parameter) ? query : form)[name] = value
  }
  const { action, version, product, method, authType, endpoint } = operation
  return { action, version, product, method, authType, endpoint, query, body: form }
}

/** The response of a typed operation: a plain object with camelCase names, which remembers the wire body out of sight. */
export function typedResponse<S extends object>(response: RpcResponse, operation: RpcOperation): S {
  const { body } = response
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badAnswer(operation.action, 'the service', 'that is not an object')
  }
  return Object.defineProperty(fromWire(body, operation.maps) as S, WIRE, { value: response })
}

/**
 * The body of a response as the service sent it, with the names of the wire.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a response of a client; a copy of one forgets its wire body.
 * @example toMap(await client.getAsyncJobResult({ jobId })) // { RequestId: '…', Data: { … } }
 */
export function toMap(response: object): Record<string, unknown> {
  return wireOf(response).body
}

/** Status and headers of a response. Throws as `toMap` does. */
export function responseMetadata(response: object): ResponseMetadata {
  return wireOf(response)
}

/**
 * Wire data with the names that responses have here, at every depth.
 *
 * @param maps Paths of objects whose keys are data and stay, such as `Data.Content` or `Data.Items[].Values`.
 * @param path Where the value stands in a response; empty for the whole of it.
 */
export function fromWire(value: unknown, maps: readonly string[] = [], path = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => fromWire(item, maps, `${path}[]`))
  if (typeof value !== 'object' || value === null) return value
  const keep = maps.includes(path)
  const named: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const key = keep ? name : responseName(name)
    const item = fromWire(member, maps, path ? `${path}.${name}` : name)
    if (key === '__proto__') Object.defineProperty(named, key, { value: item, enumerable: true })
    else named[key] = item
  }
  return named
}

function wireOf(response: object): Wire {
  const wire = (response as { [WIRE]?: Wire } | null)?.[WIRE]
  if (!wire)
    throw invalidOption('response', 'is not a response of a client, or a copy of one', 'Pass the very object that the call returned.')
  return wire
}
