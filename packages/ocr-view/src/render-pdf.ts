import type { PDFDocument, PDFImage } from '@cantoo/pdf-lib'
import { invalidOption } from '@x/credentials-core'
import { checkPixels } from './check-pixels.ts'
import { checkText } from './check-text.ts'
import { importPeer } from './import-peer.ts'
import { createTextLayer, type TextLayer } from './pdf-text-layer.ts'
import { pictureFacts } from './picture-facts.ts'
import { bytesOf, type OverlayImage } from './picture-source.ts'
import type { OcrResponse } from './read-response.ts'
import { textLines } from './text-lines.ts'
import { toPages } from './to-pages.ts'
import { toPng } from './to-png.ts'

/** A picture with what was read in it. */
export interface PdfPage {
  /** Its bytes: PNG or JPEG, and in browsers GIF, BMP and WebP. */
  readonly image: Extract<OverlayImage, { readonly bytes: unknown }>
  /** A response of any operation, or several about this picture. */
  readonly response: OcrResponse | readonly OcrResponse[]
}

/** Options of `renderPdf`. */
export interface RenderPdfOptions {
  /** A page, or several in their order. */
  readonly pages: PdfPage | readonly PdfPage[]
  /** Pixels of the pictures per inch, which decide how large the pages are. Default 150: a picture of 1240 by 1754 pixels is a sheet of A4. */
  readonly dpi?: number | undefined
  readonly title?: string | undefined
  /** Language of the text, as in `zh-CN`: readers that speak need it. Default: not said. */
  readonly language?: string | undefined
}

const POINTS_PER_INCH = 72

/**
 * A PDF of pictures in which the text can be searched, selected and copied: the text lies unseen over the places where it was read. Chinese
 * and every other script needs no font file of its own: all characters share one empty glyph, about 300 bytes in the file.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a picture that a PDF cannot hold, no page, or a wrong `dpi`; `ERR_INPUT_LIMIT` for a
 * picture other than JPEG of more than 100 million pixels, or of fewer bytes than they need; `ERR_RUNTIME_UNSUPPORTED` when the package
 * `@cantoo/pdf-lib` is not installed.
 * @example await writeFile('scan.pdf', await renderPdf({ pages: { image: { bytes }, response }, language: 'zh-CN' }))
 */
export async function renderPdf({ pages, dpi = 150, title, language }: RenderPdfOptions): Promise<Uint8Array<ArrayBuffer>> {
  const list = toPages(pages)
  checkText('title', title)
  checkText('language', language)
  if (!(dpi >= 10 && dpi <= 10_000)) throw invalidOption('dpi', 'must be between 10 and 10000', 'Pass the pixels per inch, such as 150.')
  const library = await importPeer('@cantoo/pdf-lib', () => import('@cantoo/pdf-lib'))
  const document = await library.PDFDocument.create({ updateMetadata: false })
  document.setProducer('@x/ocr-view')
  if (title !== undefined) document.setTitle(title)
  if (language !== undefined) document.setLanguage(language)
  const layer = createTextLayer(library, document)
  const added = []
  for (const page of list) added.push(await addPage(document, layer, page, POINTS_PER_INCH / dpi))
  const font = layer.embed()
  for (const page of added) page.node.setFontDictionary(library.PDFName.of('F0'), font)
  return document.save()
}

async function addPage(
  document: PDFDocument,
  layer: TextLayer,
  { image, response }: PdfPage,
  scale: number,
): Promise<ReturnType<PDFDocument['addPage']>> {
  const { width, height, lines } = textLines({ image, response })
  const bytes = bytesOf(image)
  const size = [width * scale, height * scale] as const
  const page = document.addPage([...size])
  const { context } = document
  const picture = await embed(document, bytes)
  const name = page.node.newXObject('I', picture.ref)
  const matrix = shownAs(pictureFacts(bytes)?.orientation ?? 1, ...size)
  const texts = lines.map(({ region, run }) => layer.write(region.text, run, scale, size[1]))
  const content = `q ${matrix.join(' ')} cm ${name} Do Q\nBT 3 Tr\n${texts.join('\n')}\nET`
  page.node.addContentStream(context.register(context.flateStream(content)))
  return page
}

async function embed(document: PDFDocument, bytes: Uint8Array): Promise<PDFImage> {
  const facts = pictureFacts(bytes)
  const type = facts?.type
  // A JPEG gets into the file as it is, and nothing of it is decoded.
  if (facts && type !== 'image/jpeg') checkPixels(bytes, facts.type, facts.width, facts.height)
  const png = type === 'image/png' || type === 'image/jpeg' ? bytes : await toPng(bytes, type)
  try {
    const picture = await (type === 'image/jpeg' ? document.embedJpg(png) : document.embedPng(png))
    await picture.embed()
    return picture
  } catch {
    throw invalidOption('image', 'cannot be read: the file is damaged', 'Save it again as PNG or JPEG.')
  }
}

/** The matrix that draws a picture over the page as its EXIF orientation says that it is shown. */
function shownAs(orientation: number, width: number, height: number): readonly number[] {
  switch (orientation) {
    case 2:
      return [-width, 0, 0, height, width, 0]
    case 3:
      return [-width, 0, 0, -height, width, height]
    case 4:
      return [width, 0, 0, -height, 0, height]
    case 5:
      return [0, -height, -width, 0, width, height]
    case 6:
      return [0, -height, width, 0, 0, height]
    case 7:
      return [0, height, width, 0, 0, 0]
    case 8:
      return [0, height, -width, 0, width, 0]
    default:
      return [width, 0, 0, height, 0, 0]
  }
}
