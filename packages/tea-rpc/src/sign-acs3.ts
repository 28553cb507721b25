import { sha256Hex } from '#hmac'
import { canonicalPairs } from './percent-encode.ts'
import type { Signer } from './signers.ts'

/** What ACS3 signs. */
export interface SignAcs3Input {
  /** HTTP method; upper-cased here. */
  readonly method: string
  /** Path, already percent-encoded. */
  readonly pathname: string
  readonly query: Readonly<Record<string, string>>
  /** All headers that are sent; those that count (`host`, `content-type`, `x-acs-*`) are picked here. */
  readonly headers: Readonly<Record<string, string>>
  /** Lower-case hex SHA-256 of the body that is sent. */
  readonly hashedPayload: string
  readonly accessKeyId: string
  readonly signer: Signer
}

/** The signature of an ACS3 request, and the texts that it was made from. */
export interface Acs3Signature {
  /** Value of the `Authorization` header. */
  readonly authorization: string
  readonly signature: string
  /** Holds the headers, a security token included: do not log it. */
  readonly canonicalRequest: string
  readonly stringToSign: string
}

/**
 * Signs an ACS3 request: HMAC-SHA256 over a canonical form of the HTTP request.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a query parameter that UTF-8 cannot hold.
 * @example
 * const { authorization } = await signAcs3({ method: 'POST', pathname: '/', query: {}, headers, hashedPayload: await sha256Hex(body),
 *   accessKeyId, signer: hmacSha256Signer(accessKeySecret) })
 */
export async function signAcs3(input: SignAcs3Input): Promise<Acs3Signature> {
  const { signer } = input
  const [names, lines] = canonicalHeaders(input.headers)
  const canonicalRequest = `${input.method.toUpperCase()}\n${canonicalPath(input.pathname)}\n${canonicalPairs(input.query)}\n${lines}\n${names}\n${input.hashedPayload}`
  const stringToSign = `${signer.algorithm}\n${await sha256Hex(canonicalRequest)}`
  const signature = await signer.sign(stringToSign)
  const authorization = `${signer.algorithm} Credential=${input.accessKeyId},SignedHeaders=${names},Signature=${signature}`
  return { authorization, signature, canonicalRequest, stringToSign }
}

/** The path as the service reads it back: form encodings of a space, `*` and `~` replaced everywhere. */
function canonicalPath(pathname: string): string {
  return pathname.replaceAll('+', '%20').replaceAll('*', '%2A').replaceAll('%7E', '~')
}

/** The names joined by `;`, and one `name:value` line each. Names that differ in case only are one header with sorted values. */
function canonicalHeaders(headers: Readonly<Record<string, string>>): [names: string, lines: string] {
  const values: Record<string, string | string[]> = {}
  for (const name of Object.keys(headers)) {
    const lower = name.toLowerCase()
    if (lower.startsWith('x-acs-') || lower === 'host' || lower === 'content-type') {
      const value = (headers[name] as string).trim()
      const same = values[lower]
      values[lower] = same === undefined ? value : [same, value].flat().sort()
    }
  }
  const names = Object.keys(values).sort()
  let lines = ''
  for (const name of names) lines += `${name}:${values[name]}\n`
  return [names.join(';'), lines]
}
