import { pageFrame } from './documents/page-frame.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { textParameter } from './parameters.ts'
import { PDF_MAX_BYTES, PDF_MAX_PAGES } from './picture-limits.ts'
import type { Reading } from './reading.ts'
import { levelBox } from './text-line.ts'

/**
 * Answers RecognizePdf. The answer has room for one page, so several are measured as one strip, each below the page before: no word is lost,
 * and a document of one page is answered as the service does. `PageIndex` is 1, the page at which the strip begins.
 */
export async function recognizePdf({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> {
  const url = textParameter(parameters, 'FileURL')
  const pages: Reading[] = []
  for (const picture of await eyes.renderPdf(await fetchFile(url), { maxBytes: PDF_MAX_BYTES, maxPages: PDF_MAX_PAGES }))
    pages.push(await eyes.readText(picture))
  return strip(pages)
}

/** Pages as one strip. Pages that are turned differently are each turned upright; `Angle` is that of the first. */
export function strip(pages: readonly Reading[]): Record<string, unknown> {
  const frames = pages.map(pageFrame)
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  let top = 0
  const WordsInfo: Record<string, unknown>[] = []
  for (const page of pages) {
    for (const { text, corners } of page.lines) {
      const { centre, width, height, angle } = levelBox(corners)
      WordsInfo.push({
        Word: text,
        X: Math.round(centre.x - width / 2),
        Y: Math.round(centre.y - height / 2 + top),
        Width: Math.round(width),
        Height: Math.round(height),
        Angle: Math.round(angle) + 0, // never -0
        Positions: corners.map(({ x, y }) => ({ X: Math.round(x), Y: Math.round(y + top) })),
      })
    }
    top += page.height
  }
  return {
    PageIndex: 1,
    Angle: pages[0]?.turn ?? 0,
    Width: Math.max(0, ...frames.map(({ Width }) => Width)),
    Height: sum(frames.map(({ Height }) => Height)),
    OrgWidth: Math.max(0, ...frames.map(({ OrgWidth }) => OrgWidth)),
    OrgHeight: sum(frames.map(({ OrgHeight }) => OrgHeight)),
    WordsInfo,
  }
}
