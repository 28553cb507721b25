import type { QrReader } from './qr-reader.ts'
import type { PdfRenderer } from './render-pdf.ts'
import type { TextReader } from './text-reader.ts'

/** What an operation sees with. Each part is loaded by its first use. */
export interface Eyes {
  readonly readText: TextReader['read']
  readonly readCodes: QrReader
  readonly renderPdf: PdfRenderer
}
