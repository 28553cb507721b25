import { invalidOption } from '@x/credentials-core'
import { badAnswer } from './bad-answer.ts'
import type { RuntimeOptions } from './config.ts'
import { fromWire } from './from-wire.ts'
import { loadRare } from './load-rare.ts'
import type { RpcClient, RpcRequest, RpcResponse } from './rpc-client.ts'
import type { RpcOperation } from './rpc-operation.ts'
import { simpleTexts } from './simple-texts.ts'
import { toWire } from './to-wire.ts'
import { WIRE } from './wire.ts'

/**
 * Calls a typed operation: what `client.call` does, for packages of typed operations, whose bundles then have it at once.
 *
 * @throws As `client.call`.
 * @example const response = await callOperation<Req, Res>(client, operation, { jobId })
 */
export async function callOperation<Q extends object, S extends object>(
  client: Pick<RpcClient, 'request'>,
  operation: RpcOperation,
  request: Q,
  runtime: RuntimeOptions = {},
): Promise<S> {
  return typedResponse(await client.request(await typedRequest(operation, request), runtime), operation)
}

/** The request of a typed operation, with the names and places of the wire. */
async function typedRequest(operation: RpcOperation, request: object): Promise<RpcRequest> {
  const { action, version, product, method, authType, endpoint, names, styles } = operation
  // Of lists and maps nothing would be sent.
  if (Object.prototype.toString.call(request) !== '[object Object]')
    throw invalidOption('request', 'is not an object', 'Pass the parameters of the operation.')
  const query: Record<string, string> = {}
  const form: Record<string, string> = {}
  let wire: Record<string, unknown>
  try {
    wire = toWire(request, names)
  } catch {
    throw invalidOption('request', 'contains itself, or is nested too deeply', 'Pass plain data.')
  }
  if (styles) {
    const { applyStyle } = await loadRare()
    for (const [name, style] of Object.entries(styles)) wire[name] = applyStyle(wire[name], style, name)
  }
  for (const [name, value] of Object.entries(simpleTexts(wire) ?? (await loadRare()).flatten(wire, 'request'))) {
    const [parameter = name] = name.split('.', 1)
    ;(operation.query?.includes(parameter) ? query : form)[name] = value
  }
  return { action, version, product, method, authType, endpoint, query, body: form }
}

/** The response of a typed operation: a plain object with camelCase names, which remembers the wire body out of sight. */
function typedResponse<S extends object>(response: RpcResponse, operation: RpcOperation): S {
  const { body } = response
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badAnswer(operation.action, 'the service', 'that is not an object')
  }
  let named: S
  try {
    named = fromWire(body, operation.maps) as S
  } catch {
    throw badAnswer(operation.action, 'the service', 'that is nested too deeply')
  }
  return Object.defineProperty(named, WIRE, { value: response })
}
