import { invalidOption } from '@x/credentials-core'
import { checkText } from './check-text.ts'
import { escapeMarkup } from './escape-markup.ts'
import type { Size } from './picture-frame.ts'
import type { TextRegion } from './read-response.ts'
import { counterclockwise, pixelBounds, type TextLine, type TextPage, textLines } from './text-lines.ts'
import { toPages } from './to-pages.ts'

/** A page, or several in their order. */
export interface RenderAltoOptions {
  readonly pages: TextPage | readonly TextPage[]
  /** Name of the picture's file, for the readers of the file. Default: not said. */
  readonly fileName?: string | undefined
  /** Language of the text, as in `zh-CN`. Default: not said. */
  readonly language?: string | undefined
}

const NAMESPACE = 'http://www.loc.gov/standards/alto/ns-v4#'

/**
 * ALTO 4.4 (the XML form that libraries and archives keep): a block for each line, with its turn, polygon and words, in pixels. Boxes of
 * words are reckoned, as the service places lines only.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a picture of unknown size, no page, or a language that is no tag such as `zh-CN`.
 * @example await writeFile('page.xml', renderAlto({ pages: { image: { bytes }, response }, fileName: 'page.png' }))
 */
export function renderAlto({ pages, fileName, language }: RenderAltoOptions): string {
  checkText('fileName', fileName)
  const source =
    fileName === undefined ? '' : `\n<sourceImageInformation><fileName>${escapeMarkup(fileName)}</fileName></sourceImageInformation>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-4.xsd" SCHEMAVERSION="4.4">
<Description>
<MeasurementUnit>pixel</MeasurementUnit>${source}
<Processing ID="processing"><processingCategory>contentGeneration</processingCategory><processingSoftware><softwareCreator>Alibaba Cloud</softwareCreator><softwareName>OCR</softwareName><softwareVersion>2019-12-30</softwareVersion></processingSoftware></Processing>
</Description>
<Layout>
${toPages(pages)
  .map((page, index) => pageElement(page, index, language === undefined ? '' : ` LANG="${tag(language)}"`))
  .join('\n')}
</Layout>
</alto>
`
}

function pageElement(page: TextPage, index: number, language: string): string {
  const { lines, ...size } = textLines(page)
  const name = index + 1
  const extent = `WIDTH="${size.width}" HEIGHT="${size.height}"`
  return `<Page ID="page_${name}" PHYSICAL_IMG_NR="${name}" ${extent} PROCESSINGREFS="processing"${language}>
<PrintSpace HPOS="0" VPOS="0" ${extent}>
${lines.map((line, at) => blockElement(line, size, `${name}_${at + 1}`)).join('\n')}
</PrintSpace>
</Page>`
}

/** A block of its own for each line: only blocks can say how their text is turned. */
function blockElement({ region, run, words }: TextLine, page: Size, name: string): string {
  const angle = counterclockwise(run.angle)
  const turn = angle === 0 ? '' : ` ROTATION="${angle}"`
  const place = placeOf(region, page)
  const polygon = `<Shape><Polygon POINTS="${region.corners.map((corner) => corner.join(',')).join(' ')}"/></Shape>`
  const strings = words.map((word, at) => stringElement(word, page, `${name}_${at + 1}`)).join('<SP/>')
  return `<TextBlock ID="block_${name}" ${place}${turn}><TextLine ID="line_${name}" ${place}>${polygon}${strings}</TextLine></TextBlock>`
}

function stringElement(word: TextRegion, page: Size, name: string): string {
  const confidence = word.confidence === undefined ? '' : ` WC="${Math.round(word.confidence * 1000) / 1000}"`
  return `<String ID="string_${name}" ${placeOf(word, page)}${confidence} CONTENT="${escapeMarkup(word.text)}"/>`
}

function placeOf(region: TextRegion, page: Size): string {
  const { left, top, width, height } = pixelBounds(region, page)
  return `HPOS="${left}" VPOS="${top}" WIDTH="${width}" HEIGHT="${height}"`
}

/** The form that the schema's `xsd:language` allows. */
function tag(language: string): string {
  if (!/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(language))
    throw invalidOption('language', 'is no language tag', 'Pass one such as zh-CN.')
  return language
}
