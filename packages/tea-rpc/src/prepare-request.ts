import { invalidOption } from '@x/credentials-core'
import type { Config, ExtraParameters, RuntimeOptions } from './config.ts'
import { flatten } from './flatten.ts'
import { jsonText } from './json-text.ts'
import { type Endpoint, parseEndpoint, resolveEndpoint } from './resolve-endpoint.ts'
import type { RpcRequest } from './rpc-client.ts'
import type { PreparedRequest } from './sign-request.ts'

/** What is the same for all requests of a client. */
export interface RequestDefaults {
  readonly config: Config
  readonly signatureVersion: 'acs3' | 'v1'
  readonly nameProvider: boolean
  /** Absent in browsers, where it would force a preflight. */
  readonly userAgent: string | undefined
}

/**
 * Decides everything about a request that does not change from attempt to attempt.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for parameters, headers and combinations that cannot be sent.
 */
export function prepareRequest(request: RpcRequest, runtime: RuntimeOptions, defaults: RequestDefaults): PreparedRequest {
  const { config } = defaults
  const { bodyType = 'form', body } = request
  const roa = request.style === 'ROA'
  const method = (request.method ?? config.method ?? 'POST').toUpperCase()
  const form = bodyType === 'form' && body !== undefined && body !== null ? flatten(asObject(body)) : undefined
  const payload = bodyType === 'form' ? undefined : toPayload(bodyType, body)
  const headers = mergeHeaders(defaults.userAgent, config.globalParameters?.headers, runtime.extendsParameters?.headers, request.headers)
  const bodiless = method === 'GET' || method === 'HEAD'
  // Version 1 knows forms and the path / only.
  const signatureVersion = roa || payload ? 'acs3' : defaults.signatureVersion
  if (config.signer && signatureVersion !== 'v1') throw invalidOption('signer', 'signs forms of the RPC style only', 'Send a form.')
  if (bodiless && payload) throw invalidOption('body', `cannot be sent with ${method}`, 'Use POST, or pass the parameters as query.')
  return {
    signatureVersion,
    signer: config.signer,
    endpoint: endpointFor(request, config, headers),
    method,
    pathname: checkPath(request.pathname ?? '/'),
    roa,
    action: request.action,
    version: request.version,
    query: {
      ...config.globalParameters?.queries,
      ...runtime.extendsParameters?.queries,
      ...(request.query && flatten(request.query)),
      // No body is signed that is not sent: such parameters travel in the query.
      ...(bodiless && form),
    },
    form: bodiless ? undefined : form,
    payload,
    headers,
    nameProvider: defaults.nameProvider,
  }
}

function endpointFor(request: RpcRequest, config: Config, headers: Record<string, string>): Endpoint {
  const { host } = headers
  if (host !== undefined) {
    // As in the official clients a host header moves the connection, too: it is signed, so it must be where the request goes.
    delete headers.host
    return parseEndpoint(host, 'headers.host', config.protocol)
  }
  if (request.endpoint) return parseEndpoint(request.endpoint, 'endpoint', config.protocol)
  return resolveEndpoint({ ...config, product: request.product })
}

function toPayload(bodyType: 'json' | 'bytes' | 'stream', body: unknown): PreparedRequest['payload'] {
  if (body === undefined || body === null) return undefined
  if (bodyType === 'json') {
    return { data: typeof body === 'string' ? body : jsonText(body, 'body'), contentType: 'application/json; charset=utf-8' }
  }
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw invalidOption('body', `is not bytes, as bodyType ${bodyType} wants it`, 'Pass a Uint8Array or text.')
  }
  // Streams are read by the client before it comes here: a body is hashed, and sent again when a request is retried.
  return { data: body as string | Uint8Array<ArrayBuffer>, contentType: bodyType === 'stream' ? 'application/octet-stream' : undefined }
}

/** Lower-case names; later ones stand before earlier ones, and names of one object that differ in case only are joined. */
function mergeHeaders(userAgent: string | undefined, ...sources: ExtraParameters['headers'][]): Record<string, string> {
  const merged: Record<string, string> = userAgent === undefined ? {} : { 'user-agent': userAgent }
  for (const source of sources) {
    const own: Record<string, string> = {}
    for (const [name, value] of Object.entries(source ?? {})) {
      if (value === undefined || value === null) continue
      const lower = name.toLowerCase()
      const text = String(value)
      if (!/^[\w.!#$%&'*+^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        throw invalidOption(`headers.${name}`, 'holds characters that a header cannot', 'Use printable Latin characters on one line.')
      }
      own[lower] = own[lower] === undefined ? text : [own[lower], text].sort().join(',')
    }
    Object.assign(merged, own)
  }
  return merged
}

function checkPath(pathname: string): string {
  if (!/^\/[\x21-\x7e]*$/.test(pathname) || /[?#]/.test(pathname)) {
    throw invalidOption('pathname', 'is not an encoded path', 'Begin with /, percent-encode, and pass parameters as query.')
  }
  return pathname
}

function asObject(body: unknown): object {
  if (typeof body !== 'object') throw invalidOption('body', 'is not an object of form parameters', 'Pass an object, or set bodyType.')
  return body as object
}
