/** One field of a `multipart/form-data` body. */
export interface FormPart {
  readonly name: string
  readonly contentType: string | undefined
  /** The exact bytes between the part's header and the line break before the next boundary. */
  readonly content: Buffer
}

/** The body is not what RFC 7578 and RFC 2046 describe; the message says where. */
export class MultipartError extends Error {}

const MAX_PARTS = 100
const MAX_HEADER_BYTES = 8192

/**
 * Reads a form on its raw bytes, strictly: no text before the first boundary or after the last one, CRLF everywhere, nothing guessed.
 * A writer that forgets the line break after the file therefore gets the next part's header inside its object, as with the real service.
 * @throws MultipartError
 */
export function parseMultipart(body: Buffer, contentType: string): FormPart[] {
  const boundary = readBoundary(contentType)
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  if (!body.subarray(0, delimiter.length).equals(delimiter)) throw new MultipartError('The body does not begin with the boundary.')
  const parts: FormPart[] = []
  let position = delimiter.length
  while (!startsWith(body, position, '--')) {
    if (!startsWith(body, position, '\r\n')) throw new MultipartError('A boundary is not followed by a line break.')
    if (parts.length === MAX_PARTS) throw new MultipartError(`The form has more than ${MAX_PARTS} fields.`)
    const headerStart = position + 2
    const headerEnd = body.indexOf('\r\n\r\n', headerStart, 'latin1')
    if (headerEnd < 0 || headerEnd - headerStart > MAX_HEADER_BYTES) throw new MultipartError('The header of a field has no end.')
    const contentStart = headerEnd + 4
    const contentEnd = findDelimiter(body, contentStart, boundary)
    parts.push({
      ...readHeader(body.subarray(headerStart, headerEnd).toString('utf8')),
      content: body.subarray(contentStart, contentEnd),
    })
    position = contentEnd + 2 + delimiter.length
  }
  const rest = body.subarray(position + 2).toString('latin1')
  if (rest !== '' && rest !== '\r\n') throw new MultipartError('There are bytes after the last boundary.')
  return parts
}

function readBoundary(contentType: string): string {
  const match = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))\s*(?:;|$)/i.exec(contentType)
  const boundary = match?.[1] ?? match?.[2] ?? ''
  if (!/^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary)) {
    throw new MultipartError('The Content-Type is not multipart/form-data with a boundary.')
  }
  return boundary
}

/** Finds CRLF, `--boundary` and then CRLF or `--`; a longer boundary that begins alike is data. */
function findDelimiter(body: Buffer, from: number, boundary: string): number {
  const text = `\r\n--${boundary}`
  for (let at = body.indexOf(text, from, 'latin1'); at >= 0; at = body.indexOf(text, at + 1, 'latin1')) {
    const after = at + text.length
    if (startsWith(body, after, '\r\n') || startsWith(body, after, '--')) return at
  }
  throw new MultipartError('The last boundary is missing.')
}

function readHeader(text: string): { name: string; contentType: string | undefined } {
  const headers = new Map<string, string>()
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon < 1) throw new MultipartError('A header line of a field has no colon.')
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  const name = /^form-data\s*;(?:.*?;)??\s*name="([^"\r\n]*)"/.exec(headers.get('content-disposition') ?? '')?.[1]
  if (!name) throw new MultipartError('A field has no Content-Disposition with a name.')
  return { name, contentType: headers.get('content-type') || undefined }
}

function startsWith(body: Buffer, position: number, text: string): boolean {
  return body.toString('latin1', position, position + text.length) === text
}
