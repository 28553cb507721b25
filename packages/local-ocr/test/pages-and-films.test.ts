import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { createOcrEngine } from '../src/index.ts'
import { aviFile } from './pictures/avi-file.ts'
import { characterErrors } from './pictures/character-errors.ts'
import { pdfFile } from './pictures/pdf-file.ts'
import { type Drawing, render } from './pictures/render-picture.ts'

const engine = createOcrEngine()
afterAll(() => engine.close())

const sign = (text: string, y = 150): Drawing => ({ width: 620, height: 280, lines: [{ text, x: 60, y, size: 44 }] })

interface Words {
  readonly PageIndex: number
  readonly Angle: number
  readonly Width: number
  readonly Height: number
  readonly WordsInfo: { readonly Word: string; readonly X: number; readonly Y: number; readonly Width: number; readonly Height: number }[]
}

async function readPdf(file: Uint8Array): Promise<Words> {
  return (await engine.answer('RecognizePdf', { parameters: { FileURL: 'a' }, fetchFile: async () => file })) as unknown as Words
}

async function page(text: string, turn = 0) {
  const upright = await (await render(sign(text))).png().toBuffer()
  const { data, info } = await sharp(upright).rotate(turn).jpeg().toBuffer({ resolveWithObject: true })
  const points: [number, number] = [info.width * 0.48, info.height * 0.48] // 150 dots an inch
  return { jpeg: data, pixels: [info.width, info.height] as const, points }
}

describe('RecognizePdf', () => {
  it('reads text and pictures of a page, in pixels at 150 dots an inch', async () => {
    const file = pdfFile([{ ...(await page('请勿吸烟 No smoking')), text: ['Text of the page', 30, 20] }])
    const { PageIndex, Angle, Width, Height, WordsInfo } = await readPdf(file)
    expect([PageIndex, Angle, Width, Height]).toEqual([1, 0, 620, 280])
    expect(characterErrors('请勿吸烟No smoking Text of the page', WordsInfo.map(({ Word }) => Word).join('')).errors).toBe(0)
    const [first] = WordsInfo
    expect(Math.abs((first?.X ?? 0) - 60)).toBeLessThan(8)
    expect(Math.abs((first?.Y ?? 0) + (first?.Height ?? 0) / 2 - 134)).toBeLessThan(8)
  })

  it('measures several pages as one strip, each page turned upright', async () => {
    const { Width, Height, WordsInfo } = await readPdf(pdfFile([await page('第一页'), await page('第二页', 90)]))
    expect([Width, Height]).toEqual([620, 560])
    expect(WordsInfo.map(({ Word }) => Word)).toEqual(['第一页', '第二页'])
    expect((WordsInfo[1]?.Y ?? 0) - (WordsInfo[0]?.Y ?? 0)).toBeGreaterThan(260)
  })
})

interface Film {
  readonly Width: number
  readonly Height: number
  readonly Frames: { readonly Timestamp: number; readonly Elements: { readonly Text: string; readonly Score: number }[] }[]
}

async function watch(file: Uint8Array): Promise<Film> {
  return (await engine.answer('RecognizeVideoCharacter', { parameters: { VideoURL: 'a' }, fetchFile: async () => file })) as unknown as Film
}

const frames = Promise.all(
  ['EXIT 4', '', '出口', '出口', 'Platform 2'].map(async (text) => (await render(sign(text || ' '))).jpeg().toBuffer()),
)
const wanted = [
  [0, 'EXIT 4'],
  [2000, '出口'],
  [4000, 'Platform 2'],
]
const shown = ({ Frames }: Film) => Frames.map(({ Timestamp, Elements }) => [Timestamp, Elements.map(({ Text }) => Text).join()])

describe('RecognizeVideoCharacter', () => {
  it('reads each frame of a Motion JPEG film that shows something new, with its time', async () => {
    const film = await watch(aviFile(await frames, 620, 280, 1000))
    expect([film.Width, film.Height]).toEqual([620, 280])
    expect(shown(film)).toEqual(wanted)
    expect(film.Frames[0]?.Elements[0]?.Score).toBeGreaterThan(0.9)
  })
})
