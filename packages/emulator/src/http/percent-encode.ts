/** RFC 3986 over the UTF-8 bytes: `A-Z a-z 0-9 - _ . ~` stay, every other byte becomes `%XX` in capitals. */
export function percentEncode(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1')
  return bytes.replace(/[^A-Za-z0-9\-_.~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}
