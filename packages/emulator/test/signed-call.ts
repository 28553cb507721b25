import { createHash, createHmac, randomUUID, sign } from 'node:crypto'
import { percentEncode } from '../src/http/percent-encode.ts'
import { toTimestamp } from '../src/timestamp.ts'

/** A key as callers hold it. */
export interface Key {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string | undefined
}

/** A call to sign and send. */
export interface Call {
  readonly action: string
  readonly version: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Default POST with everything in the form body. */
  readonly method?: 'GET' | 'POST'
  readonly now?: number
  readonly nonce?: string
  /** Changes what is sent after it was signed; `undefined` takes a parameter or header away. */
  readonly tamper?: Readonly<Record<string, string | undefined>>
  /** Changes system parameters (v1) or headers (ACS3) before they are signed. */
  readonly override?: Readonly<Record<string, string | undefined>>
}

/** An answer, its JSON read loosely: tests name the members they expect. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

export const STS = '2015-04-01'
export const OCR = '2019-12-30'
export const OPEN_PLATFORM = '2019-12-19'

/** Signs with HMAC-SHA1 over all parameters and sends. */
export function callV1(url: string, key: Key, call: Call): Promise<Answer> {
  return sendV1(url, call, { AccessKeyId: key.accessKeyId, SecurityToken: key.securityToken, SignatureMethod: 'HMAC-SHA1' }, (text) =>
    createHmac('sha1', `${key.accessKeySecret}&`).update(text).digest('base64'),
  )
}

/** Signs with an RSA private key and sends. */
export function callRsa(url: string, pair: { readonly publicKeyId: string; readonly privateKey: string }, call: Call): Promise<Answer> {
  const system = { AccessKeyId: pair.publicKeyId, SignatureMethod: 'SHA256withRSA', SignatureType: 'PRIVATEKEY' }
  return sendV1(url, call, system, (text) => sign('sha256', Buffer.from(text), pair.privateKey).toString('base64'))
}

/** Sends parameters without any signature. */
export function callUnsigned(url: string, call: Call): Promise<Answer> {
  return sendV1(url, call, { SignatureNonce: undefined, SignatureVersion: undefined }, undefined)
}

async function sendV1(
  url: string,
  call: Call,
  system: Readonly<Record<string, string | undefined>>,
  signText: ((text: string) => string) | undefined,
): Promise<Answer> {
  const method = call.method ?? 'POST'
  const parameters = defined({
    Action: call.action,
    Version: call.version,
    Format: 'json',
    Timestamp: toTimestamp(call.now ?? Date.now()),
    SignatureNonce: call.nonce ?? randomUUID(),
    SignatureVersion: '1.0',
    ...system,
    ...call.override,
    ...call.parameters,
  })
  const canonical = Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name] ?? '')}`)
    .join('&')
  const signature = signText?.(`${method}&%2F&${percentEncode(canonical)}`)
  const sent = new URLSearchParams(defined({ ...parameters, Signature: signature, ...call.tamper }))
  return read(method === 'GET' ? await fetch(`${url}/?${sent}`) : await fetch(`${url}/`, { method, body: sent }))
}

/** Signs with ACS3-HMAC-SHA256 and sends the parameters as a form body. */
export async function callAcs3(url: string, key: Key, call: Call, body?: string): Promise<Answer> {
  const form = new URLSearchParams(call.parameters).toString()
  const digest = createHash('sha256').update(form).digest('hex')
  const signed = defined({
    host: new URL(url).host,
    'content-type': 'application/x-www-form-urlencoded',
    'x-acs-action': call.action,
    'x-acs-version': call.version,
    'x-acs-date': toTimestamp(call.now ?? Date.now()),
    'x-acs-signature-nonce': call.nonce ?? randomUUID(),
    'x-acs-content-sha256': digest,
    'x-acs-accesskey-id': key.securityToken && key.accessKeyId,
    'x-acs-security-token': key.securityToken,
    ...call.override,
  })
  const names = Object.keys(signed).sort()
  const canonical = ['POST', '/', '', ...names.map((name) => `${name}:${signed[name]}`), '', names.join(';'), digest].join('\n')
  const text = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`
  const signature = createHmac('sha256', key.accessKeySecret).update(text).digest('hex')
  const authorization = `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`
  const { host: _, ...headers } = defined({ ...signed, authorization, ...call.tamper })
  return read(await fetch(`${url}/`, { method: 'POST', headers, body: body ?? form }))
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parse(text) }
}

function parse(text: string): Answer['json'] {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
