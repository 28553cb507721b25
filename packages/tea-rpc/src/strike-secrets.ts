import { type Credentials, maskTokens } from '@x/credentials-core'

/** Strikes secrets out of a text; with `asWell: false` the tokens of others, which are known by their looks only, stay. */
export type Strike = (text: string, asWell?: boolean) => string

/** Twelve characters of a secret in a row give it away. Wherever they are taken from, they hold one of its pieces of 8 that begin at every 5th. */
const PIECE = 8
const STEP = 5
/** Shorter texts are no secrets, and would strike letters out of words. */
const SHORTEST = 6
/** What follows in a longer text is dropped. */
const MAX_TEXT = 16_384

/**
 * Makes the function that strikes the secrets of a request out of texts that came from elsewhere: as they are, encoded as in a query, once
 * or twice, or in base64, and any twelve characters of these in a row.
 */
export function createStrike(credentials: Credentials | undefined): Strike {
  const { accessKeySecret, securityToken, bearerToken } = credentials ?? {}
  const forms = [accessKeySecret, securityToken, bearerToken].flatMap((secret) => (secret ? formsOf(secret) : []))
  let pieces: Set<string> | undefined
  return (text, asWell = true) => {
    pieces ??= new Set(forms.flatMap(piecesOf))
    const rest = forms.reduce((left, form) => left.replaceAll(form, '***'), text)
    let shown = ''
    for (let at = 0, end = 0; at < Math.min(rest.length, MAX_TEXT); at++) {
      if (pieces.has(rest.slice(at, at + PIECE))) {
        if (at >= end) shown += '***'
        end = at + PIECE
      } else if (at >= end) shown += rest.charAt(at)
    }
    if (asWell) shown = maskTokens(shown)
    // Half a token at the cut need not look like one.
    return rest.length > MAX_TEXT ? shown.slice(0, -20) : shown
  }
}

function formsOf(secret: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret))
  const encoded = encodeURIComponent(secret)
  // Inside a longer text, a secret starts at any of three places of a base64 group.
  return [secret, encoded, encodeURIComponent(encoded), ...[0, 1, 2].map((skip) => btoa(bytes.slice(skip)))].filter(
    ({ length }) => length >= SHORTEST,
  )
}

const piecesOf = (form: string): string[] =>
  Array.from({ length: (form.length - PIECE + STEP) / STEP }, (_, index) => form.slice(index * STEP, index * STEP + PIECE))
