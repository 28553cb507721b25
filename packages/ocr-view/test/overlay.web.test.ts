import { renderOverlay, renderSvg } from '@x/ocr-view'
import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { openPage, picture } from './open-page.ts'
import { hostile, hostileTexts, receipt, tableCells, tableText, turnedReceipt } from './samples.ts'
import { withOrientation } from './with-orientation.ts'

/** Milliseconds for two equal screenshots one after the other: seconds on a quiet machine. */
const PATIENCE = 180_000
const text = (element: Element | null | undefined) => element?.textContent ?? ''
const all = (inner: Document, selector: string) => [...inner.querySelectorAll<HTMLElement>(selector)]

describe('the overlay in a browser', () => {
  it('puts each box where the text is, on the picture as it is shown', async () => {
    const { inner } = await openPage(renderOverlay({ image: { bytes: await picture('receipt.png') }, response: receipt }))
    const shown = (inner.querySelector('image') as Element).getBoundingClientRect()
    expect(shown.width).toBeGreaterThan(300)
    expect(shown.width / shown.height).toBeCloseTo(1.5, 2)
    const scale = shown.width / 900
    for (const [index, { textRectangles }] of receipt.data.results.entries()) {
      const { left = 0, top = 0, width = 0, height = 0 } = textRectangles ?? {}
      const box = (inner.querySelector(`#b${index} polygon`) as Element).getBoundingClientRect()
      expect([box.left - shown.left, box.top - shown.top, box.width, box.height].map((value) => Math.round(value / scale))).toEqual([
        left,
        top,
        width,
        height,
      ])
      // The selectable text is drawn out over its box.
      const run = (inner.querySelector(`#b${index} text`) as SVGTextElement).getComputedTextLength()
      expect(run).toBeCloseTo(width, 0)
    }
  })

  it('colours by confidence, in the boxes and beside the lines', async () => {
    const { inner } = await openPage(renderOverlay({ image: { bytes: await picture('receipt.png') }, response: receipt }))
    const colours = [0, 1, 3].map((index) => getComputedStyle(inner.querySelector(`#b${index} polygon`) as Element).stroke)
    expect(colours).toEqual(['rgb(34, 197, 94)', 'rgb(217, 119, 6)', 'rgb(220, 38, 38)'])
    const borders = [0, 1, 3].map((index) => getComputedStyle(inner.querySelector(`#l${index}`) as Element).borderLeftColor)
    expect(borders).toEqual(colours)
  })

  it('shows the text at a box that is pointed at, and marks the line; and the other way round', async () => {
    const { inner } = await openPage(renderOverlay({ image: { bytes: await picture('receipt.png') }, response: receipt }))
    const tip = inner.getElementById('tip') as HTMLElement
    const over = (selector: string, type = 'pointerover') =>
      inner.querySelector(selector)?.dispatchEvent(new PointerEvent(type, { bubbles: true }))
    expect(tip.hidden).toBe(true)
    over('#b4 polygon')
    expect([tip.hidden, text(tip)]).toEqual([false, '龙井茶 Longjing tea 97 %'])
    expect(all(inner, '.mark').map(({ id }) => id)).toEqual(['b4', 'l4'])
    over('#b4 polygon', 'pointerout')
    expect([tip.hidden, all(inner, '.mark').length]).toEqual([true, 0])
    over('#l2 span')
    expect(all(inner, '.mark').map(({ id }) => id)).toEqual(['b2', 'l2'])
  })

  it('finds text, whatever its case and width, and dims the rest', async () => {
    const { inner } = await openPage(renderOverlay({ image: { bytes: await picture('receipt.png') }, response: receipt }))
    const search = inner.querySelector('input') as HTMLInputElement
    const find = (value: string) => {
      search.value = value
      search.dispatchEvent(new Event('input', { bubbles: true }))
      return all(inner, 'li:not(.miss)').map((line) => text(line.querySelector('span')))
    }
    expect(find('ｌａｋｅ')).toEqual(['West Lake Tea House'])
    expect(text(inner.querySelector('output'))).toBe('1 of 9')
    expect(getComputedStyle(inner.querySelector('#b0') as Element).opacity).toBe('0.2')
    expect(all(inner, 'li').filter((line) => line.offsetHeight > 0)).toHaveLength(1)
    expect(find('龙井')).toEqual(['龙井茶 Longjing tea'])
    expect(find('no such text')).toEqual([])
    expect(find('')).toHaveLength(9)
  })

  it('copies a line, what was found, or everything, tables for a spreadsheet', async () => {
    const response = [tableText, tableCells]
    const { inner, frame } = await openPage(renderOverlay({ image: { bytes: await picture('table.png') }, response }))
    const copied: string[] = []
    const clipboard = (frame.contentWindow as Window).navigator.clipboard
    clipboard.writeText = async (value) => void copied.push(value)
    const click = async (selector: string) => {
      inner.querySelector<HTMLElement>(selector)?.click()
      await expect.poll(() => text(inner.querySelector('output'))).toBe('Copied')
      return copied.at(-1)
    }
    expect(await click('#l1 button')).toBe('Goods')
    expect(await click('form button')).toContain('Stock list\nGoods\nCount')
    expect(copied.at(-1)).toContain('Paper\tA4 white\t12\t25.00\nA3 white\t5\t48.50\nPencil HB\t144\t-1.20')
    // Where the clipboard is refused, the old way is taken.
    clipboard.writeText = () => Promise.reject(new Error('refused'))
    let selected = ''
    inner.addEventListener('copy', () => {
      selected = (inner.activeElement as HTMLTextAreaElement).value
    })
    inner.execCommand = () => inner.dispatchEvent(new ClipboardEvent('copy'))
    await click('#l2 button')
    expect(selected).toBe('Count')
  })

  it('shows a table beside its picture, with its spans, and the lines of a cell on the picture', async () => {
    const { inner } = await openPage(renderOverlay({ image: { bytes: await picture('table.png') }, response: [tableText, tableCells] }))
    const rows = all(inner, 'tr').map((row) =>
      [...row.children].map((one) => `${text(one)} ${(one as HTMLTableCellElement).colSpan}x${(one as HTMLTableCellElement).rowSpan}`),
    )
    expect(rows[0]).toEqual(['Goods 2x1', 'Count 1x1', 'Price 1x1'])
    expect(rows[1]?.[0]).toBe('Paper 1x2')
    const [goods, , , , a4] = all(inner, 'td').map((one) => one.getBoundingClientRect())
    expect(a4?.right).toBeCloseTo(goods?.right ?? 0, 0)
    all(inner, 'td')[4]?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
    expect(all(inner, '.mark').map(({ id }) => id)).toEqual(['b5', 'l5'])
  })

  it('runs nothing of a response and loads nothing for it', async () => {
    Object.assign(window, { attacked: false })
    const html = renderOverlay({ image: { bytes: await picture('receipt.png') }, response: hostile, title: hostileTexts[2] })
    const { inner, frame } = await openPage(html)
    expect(all(inner, 'script')).toHaveLength(1)
    expect(all(inner, 'img,iframe,object,embed,link,foreignObject,a')).toEqual([])
    expect(
      all(inner, '*')
        .flatMap((one) => one.getAttributeNames())
        .filter((name) => name.startsWith('on')),
    ).toEqual([])
    expect(all(inner, 'li span').slice(0, 6).map(text)).toEqual(hostileTexts.slice(0, 6))
    for (const group of all(inner, 'g')) {
      group.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
      expect(inner.getElementById('tip')?.children).toHaveLength(0)
    }
    // Even markup that got into the page would not run: the policy names the page's own script.
    const script = inner.createElement('script')
    script.textContent = 'parent.attacked = true'
    inner.body.append(script)
    inner.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="parent.attacked = true">')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((window as unknown as { attacked: boolean }).attacked).toBe(false)
    expect(
      (frame.contentWindow as Window).performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith('data:')),
    ).toEqual([])
  })

  it('answers at once with thousands of lines', async () => {
    const results = Array.from({ length: 3000 }, (_, index) => ({
      text: `line ${index}`,
      textRectangles: { left: (index % 60) * 10, top: index / 6, width: 9, height: 9 },
    }))
    const { inner } = await openPage(renderOverlay({ image: { bytes: await picture('receipt.png') }, response: { data: { results } } }))
    const search = inner.querySelector('input') as HTMLInputElement
    search.value = 'line 2999'
    search.dispatchEvent(new Event('input', { bubbles: true }))
    expect(text(inner.querySelector('output'))).toBe('1 of 3000')
  })
})

describe('the picture of the overlay', () => {
  it.each([
    ['upright', 'receipt.png', receipt],
    ['turned', 'receipt-turned.png', turnedReceipt],
    ['table', 'table.png', [tableText, tableCells]],
  ])('%s: is the stored one', { timeout: 2 * PATIENCE }, async (name, file, response) => {
    const { frame, inner } = await openPage(renderOverlay({ image: { bytes: await picture(file) }, response }), 900, 600)
    // Fonts differ from machine to machine: what is written beside the picture is compared by the tests above.
    inner.head.insertAdjacentHTML('beforeend', '<style>section{visibility:hidden}main{color-scheme:light;background:#fff}</style>')
    await expect(page.elementLocator(frame)).toMatchScreenshot(`overlay-${name}`, {
      comparatorName: 'pixelmatch',
      comparatorOptions: { threshold: 0.3, allowedMismatchedPixelRatio: 0.0007 },
      timeout: PATIENCE,
    })
  })

  it('shows a JPEG that lies on its side upright, in the size that its boxes count with', async () => {
    const bytes = withOrientation(await picture('quarters.jpg'), 6)
    const image = new Image(160, 320)
    image.src = URL.createObjectURL(new Blob([renderSvg({ image: { bytes }, response: {} })], { type: 'image/svg+xml' }))
    await image.decode()
    const canvas = new OffscreenCanvas(160, 320)
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    context.drawImage(image, 0, 0, 160, 320)
    const colours = [40, 120].map((x) => [...context.getImageData(x, 80, 1, 1).data.subarray(0, 3)].map((value) => value > 128))
    // Stored: red, green above blue, white. Turned clockwise: blue, red above white, green.
    expect(colours).toEqual([
      [false, false, true],
      [true, false, false],
    ])
  })

  it('is the same as an SVG file, which a picture element shows', async () => {
    const svg = renderSvg({ image: { bytes: await picture('receipt.png') }, response: hostile })
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
    expect(parsed.querySelector('parsererror')).toBeNull()
    expect(parsed.querySelectorAll('g')).toHaveLength(hostileTexts.length)
    expect(parsed.querySelectorAll('script,foreignObject,a')).toHaveLength(0)
    const image = new Image()
    image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    await image.decode()
    expect([image.naturalWidth, image.naturalHeight].every((side) => side > 0)).toBe(true)
  })
})
