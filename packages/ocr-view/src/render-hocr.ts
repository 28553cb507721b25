import { checkText } from './check-text.ts'
import { escapeMarkup } from './escape-markup.ts'
import type { Size } from './picture-frame.ts'
import type { TextRegion } from './read-response.ts'
import { counterclockwise, pixelBounds, type TextLine, type TextPage, textLines } from './text-lines.ts'
import { toPages } from './to-pages.ts'

/** A page, or several in their order. */
export interface RenderHocrOptions {
  readonly pages: TextPage | readonly TextPage[]
  /** Title of the file. Default `Text of the picture`. */
  readonly title?: string | undefined
  /** Language of the text, as in `zh-CN`. Default: not said. */
  readonly language?: string | undefined
}

/**
 * hOCR 1.2 (XHTML that other OCR tools read): pages, lines with box, polygon and turn, words with box and confidence. Boxes of words are
 * reckoned, as the service places lines only.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a picture of unknown size, or no page.
 * @example await writeFile('page.hocr', renderHocr({ pages: { image: { bytes }, response }, language: 'zh-CN' }))
 */
export function renderHocr({ pages, title = 'Text of the picture', language }: RenderHocrOptions): string {
  checkText('title', title)
  checkText('language', language)
  const named = language === undefined ? '' : ` lang="${escapeMarkup(language)}" xml:lang="${escapeMarkup(language)}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"${named}>
<head>
<title>${escapeMarkup(title)}</title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
<meta name="ocr-system" content="Alibaba Cloud OCR 2019-12-30"/>
<meta name="ocr-capabilities" content="ocr_page ocr_line ocrx_word ocrp_poly ocrp_wconf"/>
</head>
<body>
${toPages(pages).map(pageElement).join('\n')}
</body>
</html>
`
}

function pageElement(page: TextPage, index: number): string {
  const { lines, ...size } = textLines(page)
  const name = index + 1
  return `<div class="ocr_page" id="page_${name}" title="bbox 0 0 ${Math.round(size.width)} ${Math.round(size.height)}; ppageno ${index}">
${lines.map((line, at) => lineElement(line, size, `${name}_${at + 1}`)).join('\n')}
</div>`
}

function lineElement({ region, run, words }: TextLine, page: Size, name: string): string {
  const angle = counterclockwise(run.angle)
  const turn = angle === 0 ? '' : `; textangle ${angle}`
  const polygon = region.corners.flat().map(Math.round).join(' ')
  const inner = words.map((word, at) => wordElement(word, page, `${name}_${at + 1}`)).join(' ')
  return `<span class="ocr_line" id="line_${name}" title="${box(region, page)}; poly ${polygon}${turn}">${inner}</span><br/>`
}

function wordElement(word: TextRegion, page: Size, name: string): string {
  const confidence = word.confidence === undefined ? '' : `; x_wconf ${Math.round(word.confidence * 100)}`
  return `<span class="ocrx_word" id="word_${name}" title="${box(word, page)}${confidence}">${escapeMarkup(word.text)}</span>`
}

function box(region: TextRegion, page: Size): string {
  const { left, top, width, height } = pixelBounds(region, page)
  return `bbox ${left} ${top} ${left + width} ${top + height}`
}
