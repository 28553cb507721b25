import { createHash, createHmac } from 'node:crypto'
import { type HttpRequest, headerOf } from '../http/http-request.ts'
import { type Pair, parseForm } from '../http/parse-form.ts'
import { percentEncode } from '../http/percent-encode.ts'
import { gatewayError, missingPublicParameter, signatureMismatch } from './gateway-error.ts'
import { sameText } from './same-text.ts'

/** What an `Authorization` header of ACS3 says. */
export interface Acs3Authorization {
  readonly accessKeyId: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const REQUIRED_HEADERS = ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256']

/**
 * Reads the `Authorization` header and checks that it covers all it must (rpc.md 3.2): host, content-type and every x-acs-* header.
 * @throws ServiceError `MissingParameter` or `IncompleteSignature`
 */
export function readAcs3Authorization(http: HttpRequest): Acs3Authorization {
  for (const name of REQUIRED_HEADERS) if (!headerOf(http, name)) throw missingPublicParameter(name)
  const header = headerOf(http, 'authorization') ?? ''
  const parts = /^ACS3-HMAC-SHA256 Credential=(.+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(header)
  const [, accessKeyId = '', names = '', signature = ''] = parts ?? []
  if (parts === null) {
    throw gatewayError('IncompleteSignature', 'Authorization must be ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=….')
  }
  const signedHeaders = names.split(';')
  if (signedHeaders.join() !== [...new Set(signedHeaders)].sort().join()) {
    throw gatewayError('IncompleteSignature', 'SignedHeaders must be in ascending order, each name once.')
  }
  for (const [name] of http.headers) {
    const mustBeSigned = name === 'host' || name === 'content-type' || name.startsWith('x-acs-')
    if (mustBeSigned && !signedHeaders.includes(name)) throw gatewayError('IncompleteSignature', `SignedHeaders lacks ${name}.`)
  }
  const absent = signedHeaders.find((name) => headerOf(http, name) === undefined)
  if (absent !== undefined) throw gatewayError('IncompleteSignature', 'SignedHeaders names a header that was not sent.')
  return { accessKeyId, signedHeaders, signature }
}

/** @throws ServiceError `SignatureDoesNotMatch` when the request was not signed with this secret, or its body is not the one signed. */
export function verifyAcs3(http: HttpRequest, authorization: Acs3Authorization, accessKeySecret: string): void {
  const bodyDigest = sha256Hex(http.body)
  const text = `ACS3-HMAC-SHA256\n${sha256Hex(canonicalRequest(http, authorization.signedHeaders, bodyDigest))}`
  if (headerOf(http, 'x-acs-content-sha256') !== bodyDigest) {
    throw gatewayError('SignatureDoesNotMatch', `x-acs-content-sha256 is not the digest of the body. server string to sign is:${text}`)
  }
  const expected = createHmac('sha256', accessKeySecret).update(text).digest('hex')
  if (!sameText(authorization.signature, expected)) throw signatureMismatch(text)
}

/** The canonical form of a request (rpc.md 3.2), names of parameters encoded as the documentation says. */
function canonicalRequest(http: HttpRequest, signedHeaders: readonly string[], bodyDigest: string): string {
  return [
    http.method,
    canonicalPath(http.path),
    canonicalQuery(parseForm(http.query)),
    ...signedHeaders.map((name) => `${name}:${canonicalHeader(http, name)}`),
    '',
    signedHeaders.join(';'),
    bodyDigest,
  ].join('\n')
}

function canonicalPath(path: string): string {
  return path.replaceAll('+', '%20').replaceAll('*', '%2A').replaceAll('%7E', '~')
}

function canonicalQuery(pairs: readonly Pair[]): string {
  const sorted = [...pairs].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  return sorted.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')
}

/** Values of one name are sorted and joined with a comma; blanks at the ends do not count. */
function canonicalHeader(http: HttpRequest, name: string): string {
  const values = http.headers.filter(([other]) => other === name).map(([, value]) => value.trim())
  return values.sort().join(',')
}

function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
