/** A part of a form, with every header as it was sent. */
export interface FormPart {
  readonly name: string
  readonly fileName: string | undefined
  readonly contentType: string | undefined
  readonly data: Uint8Array
}

const DISPOSITION = /^Content-Disposition: form-data; name="([^"\r\n]*)"(?:; filename="([^"\r\n]*)")?$/

/** Parses `multipart/form-data` to the letter of RFC 7578: no preamble, no epilogue, CRLF everywhere, known headers only. */
export function parseForm(contentType: string | undefined, body: Uint8Array): FormPart[] {
  const boundary = /^multipart\/form-data; boundary=([\w'()+,./:=?-]{1,70})$/.exec(contentType ?? '')?.[1]
  if (!boundary) throw new Error(`not the content type of a form: ${contentType}`)
  const text = Array.from(body, (byte) => String.fromCharCode(byte)).join('')
  const open = `--${boundary}\r\n`
  const close = `\r\n--${boundary}--\r\n`
  if (!text.startsWith(open)) throw new Error('does not begin with a boundary')
  if (!text.endsWith(close)) throw new Error('does not end with the last boundary and a line break')
  const parts = text.slice(open.length, -close.length).split(`\r\n${open}`)
  return parts.map((part) => {
    if (part.includes(boundary)) throw new Error('a boundary is not on a line of its own')
    const end = part.indexOf('\r\n\r\n')
    if (end < 0) throw new Error('a part has no blank line after its headers')
    const [disposition = '', ...rest] = part.slice(0, end).split('\r\n')
    const [, name, fileName] = DISPOSITION.exec(disposition) ?? []
    if (name === undefined) throw new Error(`bad disposition: ${disposition}`)
    const type = /^Content-Type: (\S+)$/.exec(rest[0] ?? '')?.[1]
    if (rest.length > 1 || (rest.length === 1 && type === undefined)) throw new Error(`unknown headers: ${rest.join(' | ')}`)
    return {
      name: utf8(name),
      fileName: fileName === undefined ? undefined : utf8(fileName),
      contentType: type,
      data: bytesOf(part.slice(end + 4)),
    }
  })
}

/** The value of a part that is text. */
export function textOf(part: FormPart | undefined): string | undefined {
  return part && new TextDecoder('utf-8', { fatal: true }).decode(part.data)
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf8 = (text: string): string => new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(text))
