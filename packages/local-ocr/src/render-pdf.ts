import type { Picture } from './decode-picture.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import { pictureFormat } from './picture-format.ts'

/** Renders the pages of a PDF file. @throws OcrEngineError `InvalidFile.Type`, `.Size`, `.Content` or `.Decode` */
export type PdfRenderer = (bytes: Uint8Array, limits: PdfLimits) => Promise<Picture[]>

interface PdfLimits {
  readonly maxBytes: number
  /** A longer document is refused. */
  readonly maxPages: number
  /** Later pages are not rendered. Default: all. */
  readonly take?: number
}

/** Pixels a point (1/72 inch): 150 dots an inch, at which text of 6 points is 12 pixels high. */
const SCALE = 150 / 72
/** Pixels of the longer side of a page; a poster is rendered smaller. */
const MAX_SIDE = 4095

/** Loads the renderer. @throws OcrEngineError `InternalError.Model` */
export async function loadPdfRenderer(): Promise<PdfRenderer> {
  try {
    const { PDFiumLibrary } = await import('@hyzyla/pdfium')
    const library = await PDFiumLibrary.init()
    return (bytes, limits) => renderPages(library, bytes, limits)
  } catch (cause) {
    throw new OcrEngineError('InternalError.Model', 'The PDF renderer could not be loaded. Install the package again.', {
      statusCode: 500,
      cause,
    })
  }
}

type Library = Awaited<ReturnType<typeof import('@hyzyla/pdfium')['PDFiumLibrary']['init']>>

async function renderPages(library: Library, bytes: Uint8Array, { maxBytes, maxPages, take = maxPages }: PdfLimits): Promise<Picture[]> {
  const format = pictureFormat(bytes)
  if (format === undefined) throw new OcrEngineError('InvalidFile.Decode', 'The file cannot be opened as a PDF.')
  if (format !== 'PDF') throw new OcrEngineError('InvalidFile.Type', `The file is ${format}; this operation takes PDF.`)
  if (bytes.length > maxBytes) throw new OcrEngineError('InvalidFile.Size', `The file is larger than ${maxBytes / 1024 / 1024} MB.`)
  const document = await library.loadDocument(bytes).catch((cause: unknown) => {
    throw new OcrEngineError('InvalidFile.Decode', 'The PDF file cannot be opened; it is damaged, cut off or locked by a password.', {
      cause,
    })
  })
  try {
    const count = document.getPageCount()
    if (count > maxPages) throw new OcrEngineError('InvalidFile.Content', `The PDF file has ${count} pages; at most ${maxPages} are read.`)
    const pictures: Picture[] = []
    for (let at = 0; at < Math.min(count, take); at++) {
      const page = document.getPage(at)
      const { originalWidth, originalHeight } = page.getOriginalSize()
      const scale = Math.min(SCALE, MAX_SIDE / Math.max(originalWidth, originalHeight))
      const [width, height] = [Math.round(originalWidth * scale), Math.round(originalHeight * scale)]
      const { data } = await page.render({ width, height, render: 'bitmap' }) // given a scale, it cuts points off first
      pictures.push({ width, height, data })
    }
    return pictures
  } finally {
    document.destroy()
  }
}
