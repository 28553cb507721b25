import { invalidOption } from '@x/credentials-core'

const LEFT_BY_ENCODE_URI = /[!'()*]/g

/**
 * Percent-encodes text as signatures need it: UTF-8, everything but `A-Z a-z 0-9 - _ . ~` as `%XX` with capitals
 * (RFC 3986; a space is `%20`, never `+`).
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for text that UTF-8 cannot hold (a lone surrogate). `field` names the parameter.
 * @example percentEncode("a b*") // 'a%20b%2A'
 */
export function percentEncode(text: string, field = 'text'): string {
  return encodeUri(text, field).replace(LEFT_BY_ENCODE_URI, hex)
}

/**
 * A form body: `name=value` pairs in their own order, `! ' ( ) *` unescaped. ACS3 signs a hash of these bytes, which are the bytes
 * that the official clients send.
 */
export function formBody(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${encodeUri(name, name)}=${encodeUri(value, name)}`)
    .join('&')
}

/**
 * Joins parameters as `name=value` pairs, encoded, in ascending order of the raw name by UTF-16 code unit.
 * This is at once the canonical query of both signatures, the query of a URL and the form body of version 1.
 */
export function canonicalPairs(params: Readonly<Record<string, string>>): string {
  let pairs = ''
  for (const name of Object.keys(params).sort()) {
    pairs += `${pairs && '&'}${encodeUri(name, name)}=${encodeUri(params[name] as string, name)}`
  }
  // One replacement of all costs less than one of each.
  return pairs.replace(LEFT_BY_ENCODE_URI, hex)
}

function encodeUri(text: string, field: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw invalidOption(field, 'holds a lone surrogate, which UTF-8 cannot encode', 'Pass well-formed text.')
  }
}

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
