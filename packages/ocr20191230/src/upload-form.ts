/** A multipart form around a file: what stands before it, and what after it. */
export interface UploadForm {
  readonly contentType: string
  readonly before: Uint8Array<ArrayBuffer>
  readonly after: Uint8Array<ArrayBuffer>
}

/**
 * Writes the form of an upload. The file is the last part, since OSS ignores what follows it, and each part ends with its own line break,
 * since otherwise the next one becomes part of the file.
 */
export function uploadForm(fields: readonly (readonly [name: string, value: string])[], fileName: string, fileType: string): UploadForm {
  // 128 random bits, chosen when the data is there: the data does not hold them.
  const boundary = crypto.getRandomValues(new Uint32Array(4)).join('')
  const disposition = (name: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`
  const parts = fields.map(([name, value]) => `${disposition(name)}\r\n\r\n${value}\r\n`)
  const quotable = fileName.replace(/["\r\n]/g, encodeURIComponent)
  const filePart = `${disposition('file')}; filename="${quotable}"\r\nContent-Type: ${fileType}\r\n\r\n`
  const encoder = new TextEncoder()
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    before: encoder.encode(parts.join('') + filePart),
    after: encoder.encode(`\r\n--${boundary}--\r\n`),
  }
}
