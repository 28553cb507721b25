/** What follows in a longer text is left out: a regular expression that walks millions of characters may run out of stack. */
const MAX_TEXT = 16_384

/**
 * Strikes out what looks like a key, secret or token, whoever's it is: 20 characters of base64 in a row with both cases and digits (R3).
 * For texts of others that go into messages; of a text over 16,384 characters the beginning is given.
 */
export function maskTokens(text: string): string {
  const masked = text
    .slice(0, MAX_TEXT)
    .replace(/[A-Za-z0-9+/_-]{20,}={0,2}/g, (run) => (/[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) ? '***' : run))
  // Half a token at the cut need not look like one.
  return text.length > MAX_TEXT ? masked.slice(0, -20) : masked
}

/**
 * A path as it may be shown. Somebody may have set the token in the place of the path of its file, so what no path looks like is left out.
 * A slash ends a name here, or most paths would look like a token.
 */
export function maskPath(path: string): string {
  return /\p{Cc}/u.test(path)
    ? '***'
    : path
        .split(/([/\\])/)
        .map(maskTokens)
        .join('')
}
