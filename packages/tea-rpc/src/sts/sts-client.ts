import {
  type AlibabaCloudError,
  CredentialsError,
  type FetchLike,
  isAlibabaCloudError,
  parseJsonObject,
  TransportError,
  userAgent,
} from '@x/credentials-core'
// By the public names: this is a bundle of its own, and the classes must be those that users know.
import { type Config, createRpcClient, RpcError } from '@x/tea-rpc'
import { signRpc } from '@x/tea-rpc/sign'
import { createTransport } from '@x/tea-rpc/transport'
import type { StsLimits, StsOptions } from './sts-options.ts'

/** What differs between the providers that ask STS. */
export interface StsCaller {
  readonly provider: string
  /** The host when nothing else is said. */
  readonly central: string
  /** Who signs; nobody signs an anonymous request. */
  readonly identity: Pick<Config, 'credential' | 'accessKeyId' | 'signer'>
  /** Codes, by how they begin, that are decisions of STS, and what to do about each. The first that fits counts. */
  readonly denials: readonly (readonly [prefix: string, hint: string])[]
}

/** One request. */
export interface StsRequest {
  readonly action: string
  readonly parameters: Readonly<Record<string, string | number | undefined>>
  readonly anonymous?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** A sentence for the error of a denial. */
  readonly note?: string | undefined
}

/** STS has decided that it gives no credentials. The `cause` is its `RpcError`. */
export interface StsDeniedError extends CredentialsError {
  /** Such as `NoPermission`. */
  readonly serviceCode: string
  readonly statusCode: number
  readonly requestId: string | undefined
}

/** What the client of STS is made from. */
export interface StsClientOptions extends StsLimits, Pick<StsOptions, 'httpsProxy' | 'noProxy' | 'ca' | 'env' | 'fetch' | 'now' | 'nonce'> {
  readonly caller: StsCaller
}

/** Sends a request to a host of STS, and gives the body of its answer. */
export type StsClient = (request: StsRequest, endpoint: string) => Promise<unknown>

const BODY_LIMIT = 256 * 1024

/**
 * Makes the client of STS. Signing, retries and the clock's offset are those of every RPC call; here they get errors that say what to do. It is
 * a part of its own with all that sends, loaded at the first request: programs that find their keys elsewhere need none.
 */
export function createStsClient({ caller, now, nonce, deadline, ...connection }: StsClientOptions): StsClient {
  const { readTimeout } = connection
  const fetch = tidyRefusals(createTransport({ ...connection, maxResponseBytes: BODY_LIMIT }))
  const settings = { readTimeout, now, nonce, userAgent: userAgent(), signatureVersion: 'v1', fetch } as const
  const client = createRpcClient({ ...caller.identity, ...settings })

  return async ({ action, parameters, anonymous, signal, note }, endpoint) => {
    try {
      const authType = anonymous ? 'Anonymous' : 'AK'
      const body = { ...parameters, Format: 'JSON' }
      // A host alone is what the client reads at once.
      const host = endpoint.replace('https://', '')
      const answer = await client.request({ action, version: '2015-04-01', endpoint: host, authType, body }, { signal, deadline })
      return answer.body
    } catch (error) {
      throw isAlibabaCloudError(error) && !signal?.aborted ? explain(error, new URL(endpoint).host, caller, note) : error
    }
  }
}

const SAME = 'STS signed the very text that was signed here, so the secret or private key is not the one of this key id'
const OTHER = 'STS got another text than the one that was signed here, so the request was altered in transit or wrongly encoded'

/** The error, with hints that fit these providers. */
function explain(error: AlibabaCloudError, host: string, { provider, denials }: StsCaller, note?: string): AlibabaCloudError {
  const { attempts, hint } = error
  const message = error.message.replace(hint, '').trim()
  if (isRpcError(error)) {
    const { serviceCode, statusCode, requestId, serviceMessage, retryAfterMs, retryable } = error
    const denial = denials.find(([prefix]) => serviceCode.startsWith(prefix))
    if (denial) {
      const text = note ? `${message} ${note}` : message
      const details = { code: 'ERR_CREDENTIALS_DENIED', provider, hint: denial[1], attempts, cause: error } as const
      return Object.assign(new CredentialsError(text, details), { serviceCode, statusCode, requestId })
    }
    const check = signatureHint(serviceMessage)
    const facts = { code: 'ERR_SERVICE', serviceCode, statusCode, requestId, serviceMessage, retryAfterMs, retryable, attempts } as const
    return check ? new RpcError(message, { ...facts, hint: check }) : error
  }
  if (error.code !== 'ERR_TIMEOUT' || 'provider' in error) return error
  return new TransportError(message, { code: 'ERR_TIMEOUT', host, retryable: true, attempts, hint: 'Check the network, or raise timeout.' })
}

/** By shape: it may be of another copy of the package. */
function isRpcError(error: AlibabaCloudError): error is RpcError {
  return 'serviceCode' in error
}

/** What to do about a signature that was refused, if the message is one of those above. */
function signatureHint(message: string): string | undefined {
  if (message === SAME) return 'Check the secret or the private key.'
  return message === OTHER ? 'Check what stands between this machine and STS, such as a proxy.' : undefined
}

/**
 * A `fetch` whose refusals hold the code, the message and the request id of STS, and nothing else. STS quotes the whole request in its
 * message when a signature is wrong: that goes no further, and the one thing it tells, whether both sides signed the same text, takes its
 * place. A body that is not of STS is dropped. Every answer is read here to its end, where the transport limits its size and time.
 */
function tidyRefusals(send: FetchLike): FetchLike {
  return async (url, init) => {
    const answer = await send(url, init)
    const { status, headers } = answer
    const received = await answer.text()
    const text = status < 400 ? received : await tidy(received, `${init?.body}`)
    return { status, headers, body: null, text: async () => text, arrayBuffer: async () => new TextEncoder().encode(text).buffer }
  }
}

async function tidy(body: string, form: string): Promise<string> {
  const { Signature, ...params } = Object.fromEntries(new URLSearchParams(form))
  // The one secret that travels as a parameter like any other, so that the RPC client does not know it for one.
  const text = params.OIDCToken ? body.replaceAll(params.OIDCToken, '***') : body
  let { Code, Message, RequestId } = parseJsonObject(text)
  const [, theirs] = /string to sign is:\s*([\w&%.~-]+)/i.exec(`${Message}`) ?? []
  if (Code === 'SignatureDoesNotMatch' && theirs !== undefined) {
    const { stringToSign } = await signRpc({ method: 'POST', params, signer: { algorithm: '', sign: () => '' } })
    // A full stop may end the sentence.
    Message = theirs.replace(/\.$/, '') === stringToSign ? SAME : OTHER
  }
  // Without a code, the RPC client would take the whole body for the message.
  Code = word(Code) ?? 'UnknownError'
  RequestId = word(RequestId)
  return JSON.stringify({ Code, Message, RequestId })
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value) ? value : undefined
}
