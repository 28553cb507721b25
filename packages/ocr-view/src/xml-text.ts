/**
 * Text without what XML cannot hold at all (control characters, halves of surrogate pairs): each becomes U+FFFD. One of them would make a
 * whole file unreadable.
 */
export function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
}
