import { decodePicture } from './decode-picture.ts'
import { readVatInvoice } from './documents/vat-invoice.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import { choiceParameter, textParameter } from './parameters.ts'
import { pictureFormat } from './picture-format.ts'
import { LIMITS, PDF_MAX_PAGES } from './picture-limits.ts'

/** Answers RecognizeVATInvoice. What the file is tells the file; `FileType` is only checked. Of a PDF file the first page is read. */
export async function recognizeVatInvoice({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> {
  const url = textParameter(parameters, 'FileURL')
  choiceParameter(parameters, 'FileType', ['jpg', 'pdf'])
  const bytes = await fetchFile(url)
  if (pictureFormat(bytes) !== 'PDF') return readVatInvoice(await eyes.readText(await decodePicture(bytes, LIMITS.webp)))
  const [page] = await eyes.renderPdf(bytes, { maxBytes: LIMITS.webp.maxBytes, maxPages: PDF_MAX_PAGES, take: 1 })
  if (!page) throw new OcrEngineError('InvalidFile.Content', 'The PDF file has no page.')
  return readVatInvoice(await eyes.readText(page))
}
