import { contentTypeOf } from './content-type.ts'
import { joined } from './joined.ts'

/** A multipart form as bytes, so that its length is known before it is sent. */
export interface UploadForm {
  readonly contentType: string
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * Writes the form of an upload. The file is the last part, since OSS ignores what follows it, and each part ends with its own line break,
 * since otherwise the next one becomes part of the file.
 */
export function uploadForm(fields: readonly (readonly [name: string, value: string])[], fileName: string, file: Uint8Array): UploadForm {
  // 128 random bits, chosen after the data is there: the data does not hold them.
  const boundary = crypto.getRandomValues(new Uint32Array(4)).join('')
  const disposition = (name: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`
  const parts = fields.map(([name, value]) => `${disposition(name)}\r\n\r\n${value}\r\n`)
  const quotable = fileName.replace(/["\r\n]/g, encodeURIComponent)
  const filePart = `${disposition('file')}; filename="${quotable}"\r\nContent-Type: ${contentTypeOf(file)}\r\n\r\n`
  const encoder = new TextEncoder()
  const body = joined([encoder.encode(parts.join('') + filePart), file, encoder.encode(`\r\n--${boundary}--\r\n`)])
  return { contentType: `multipart/form-data; boundary=${boundary}`, body }
}
