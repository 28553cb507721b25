import { createHmac } from 'node:crypto'
import { createScriptedFetch, type ScriptedAnswer, type ScriptedFetch, type ScriptedRequest } from '@x/credentials-core/testing'

export const ROLE_ARN = 'acs:ram::1234567890123456:role/reader'
export const KEYS = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'sourceSecret7f3Kq9ZbT2mXv5Lp8' }

/** What STS answers on success; the fake clock starts an hour before its end. */
export const CREDENTIALS = {
  AccessKeyId: 'STS.exampleSessionKeyId',
  AccessKeySecret: 'sessionSecret4hJw8sQd1NcRy6G',
  SecurityToken: 'CAIS/sessionToken+8Kd2mPq5Vx==',
  Expiration: '2030-01-01T01:00:00Z',
}
export const success = (changes: Record<string, unknown> = {}): ScriptedAnswer => ({
  body: { RequestId: 'r-1', AssumedRoleUser: { Arn: 'ignored' }, Credentials: { ...CREDENTIALS, ...changes } },
})
export const refusal = (Code: string, status = 403, more: Record<string, unknown> = {}): ScriptedAnswer => ({
  status,
  body: { Code, Message: 'The text of STS.', RequestId: 'ABC-123', HostId: 'sts.aliyuncs.com', ...more },
})

/** A request as STS reads it. */
export interface SeenRequest {
  readonly url: string
  readonly host: string
  readonly method: string | undefined
  readonly headers: Record<string, string>
  /** The parameters of the form. */
  readonly form: Record<string, string>
}

type Step = ScriptedAnswer | ((request: SeenRequest) => ScriptedAnswer)

/** A `fetch` that answers as STS, and what it was asked. A function answers every request. */
export function createSts(script: readonly Step[] | ((request: SeenRequest) => ScriptedAnswer)): {
  readonly fetch: ScriptedFetch
  readonly seen: () => SeenRequest[]
} {
  const answer = (step: Step) => (typeof step === 'function' ? (request: ScriptedRequest) => step(read(request)) : step)
  const fetch = createScriptedFetch(typeof script === 'function' ? (request) => script(read(request)) : script.map(answer))
  return { fetch, seen: () => fetch.requests.map(read) }
}

function read({ url, method, headers = {}, body }: ScriptedRequest): SeenRequest {
  return { url, host: new URL(url).host, method, headers, form: Object.fromEntries(new URLSearchParams(String(body))) }
}

/** The string to sign and the signature of a request, calculated here once more, by the text of the specification alone. */
export function sign({ form }: SeenRequest, secret: string): { readonly text: string; readonly signature: string } {
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const pairs = Object.keys(form)
    .filter((name) => name !== 'Signature')
    .sort()
    .map((name) => `${encode(name)}=${encode(form[name] ?? '')}`)
  const text = `POST&${encode('/')}&${encode(pairs.join('&'))}`
  return { text, signature: createHmac('sha1', `${secret}&`).update(text).digest('base64') }
}

/** What a promise rejects with. */
export function failure(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return work.then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
}

/** What a function throws. */
export function thrown(make: () => unknown): unknown {
  try {
    make()
  } catch (error) {
    return error
  }
  return undefined
}
