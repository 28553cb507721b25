import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { createOcrEngine, type OcrEngine } from '../src/index.ts'
import { operations } from '../src/operations.ts'
import { characterErrors } from './pictures/character-errors.ts'
import { demoPicture } from './pictures/demo-picture.ts'
import { qrCode } from './pictures/qr-code.ts'
import { render } from './pictures/render-picture.ts'

const demo = readFile(new URL('./__fixtures__/demo.png', import.meta.url))
const engine = createOcrEngine()

interface Line {
  readonly Text: string
  readonly Probability: number
  readonly TextRectangles: {
    readonly Left: number
    readonly Top: number
    readonly Width: number
    readonly Height: number
    readonly Angle: number
  }
}

async function readText(file: Uint8Array, reader: OcrEngine = engine): Promise<Line[]> {
  const parameters = { ImageURL: 'picture', MinHeight: '10', OutputProbability: 'true' }
  const { Results } = await reader.answer('RecognizeCharacter', { parameters, fetchFile: async () => file })
  return Results as Line[]
}

/** Read once for all tests: it takes longest of all pictures. */
let demoLines: Promise<Line[]> | undefined
function readDemo(): Promise<Line[]> {
  demoLines ??= demo.then((file) => readText(file))
  return demoLines
}

async function readCodes(...files: Uint8Array[]): Promise<string[][]> {
  const Tasks = files.map((_, at) => ({ ImageURL: `${at}` }))
  const data = await engine.answer('RecognizeQrCode', { parameters: { Tasks }, fetchFile: async (url) => files[Number(url)] as Uint8Array })
  return (data.Elements as { Results: { QrCodesData: string[] }[] }[]).map(({ Results }) =>
    Results.flatMap(({ QrCodesData }) => QrCodesData),
  )
}

function svgFile(content: string): Sharp {
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="700" height="400"><rect width="100%" height="100%" fill="#eee"/>${content}</svg>`,
    ),
  )
}

afterAll(() => engine.close())

describe('RecognizeCharacter', () => {
  it('reads the demo picture without a wrong character, under 200 kB', async () => {
    const file = await demo
    const text = (await readDemo()).map(({ Text }) => Text).join('')
    expect(characterErrors(demoPicture.lines.map((line) => line.text).join(''), text).errors).toBe(0)
    expect(file.length).toBeLessThan(200_000)
  })

  it('places the box on the text, in pixels of the picture', async () => {
    const [title] = await readDemo()
    expect(title?.Text).toBe('西湖茶馆')
    const { Left = 0, Top = 0, Width = 0, Height = 0, Angle } = title?.TextRectangles ?? {}
    // drawn at x 76, baseline 84, four characters of 40 pixels
    expect(Math.abs(Left - 76)).toBeLessThan(6)
    expect(Math.abs(Left + Width - 236)).toBeLessThan(6)
    expect(Top).toBeGreaterThan(84 - 42)
    expect(Top + Height).toBeLessThan(84 + 16)
    expect(Angle).toBe(0)
  })

  it('gives the turn of a tilted line', async () => {
    const file = await (
      await render({ width: 700, height: 300, tilt: 6, lines: [{ text: '会议室 Meeting room', x: 120, y: 160, size: 40 }] })
    )
      .png()
      .toBuffer()
    const [line] = await readText(file)
    expect(Math.abs((line?.TextRectangles.Angle ?? 0) - 6)).toBeLessThanOrEqual(1)
  })

  it('reads a photo lying on its side that EXIF turns upright, in pixels of the turned picture', async () => {
    const upright = await render({ width: 700, height: 300, lines: [{ text: '请勿吸烟 No smoking', x: 60, y: 160, size: 44 }] })
    const onItsSide = await sharp(await upright.png().toBuffer())
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(onItsSide).metadata()).width).toBe(300)
    const [line] = await readText(onItsSide)
    expect(line?.Text.replaceAll(' ', '')).toBe('请勿吸烟Nosmoking')
    expect(line?.TextRectangles.Width).toBeGreaterThan(300)
  })

  it('finds nothing in an empty picture', async () => {
    const file = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer()
    expect(await readText(file)).toEqual([])
  })

  it('answers calls made at once, each from its own picture', async () => {
    const words = ['苹果', '香蕉', 'cherry']
    const files = await Promise.all(
      words.map(async (text) => (await render({ width: 300, height: 120, lines: [{ text, x: 40, y: 76, size: 44 }] })).png().toBuffer()),
    )
    const read = await Promise.all(files.map((file) => readText(file)))
    expect(read.map((lines) => lines.map(({ Text }) => Text).join())).toEqual(words)
  })
})

describe('RecognizeQrCode', () => {
  it('decodes the code of the demo picture', async () => {
    expect(await readCodes(await demo)).toEqual([[demoPicture.qrText]])
  })

  it('decodes several codes of one picture from the top left on, Chinese contents too', async () => {
    const content = qrCode('second', 420, 30, 160) + qrCode('第三个：你好', 60, 220, 170) + qrCode('first', 60, 10, 160)
    expect(await readCodes(await svgFile(content).png().toBuffer())).toEqual([['first', 'second', '第三个：你好']])
  })

  it('decodes turned, light-on-dark and poor pictures in every format it takes', async () => {
    const code = svgFile(qrCode('https://www.example.com/?q=1', 200, 60, 280))
    const files = await Promise.all([
      code.clone().rotate(23, { background: '#eee' }).png().toBuffer(),
      code.clone().removeAlpha().negate().png().toBuffer(),
      code.clone().jpeg({ quality: 20 }).toBuffer(),
      code.clone().webp({ quality: 40 }).toBuffer(),
      code.clone().gif().toBuffer(),
    ])
    expect(await readCodes(...files)).toEqual(files.map(() => ['https://www.example.com/?q=1']))
  })

  it('does not take text for a code', async () => {
    const file = await (await render({ width: 400, height: 300, lines: [{ text: '没有二维码', x: 40, y: 150, size: 50 }] }))
      .png()
      .toBuffer()
    expect(await readCodes(file)).toEqual([[]])
  })
})

describe('the engine', () => {
  it('reads for every current operation but the look-up of jobs', () => {
    const description: { name: string; status: string }[] = JSON.parse(
      readFileSync(new URL('../../ocr20191230/spec/ocr20191230.json', import.meta.url), 'utf8'),
    ).operations
    const current = description.filter(({ status }) => status === 'current').map(({ name }) => name)
    expect([...operations.keys(), 'GetAsyncJobResult'].sort()).toEqual(current.sort())
  })

  it.each(['RecognizePoiName', 'TrimDocument', 'GetAsyncJobResult', 'constructor'])(
    'refuses %s and says what it reads',
    async (operation) => {
      const answer = engine.answer(operation, { parameters: { ImageURL: 'x' }, fetchFile: async () => demo })
      await expect(answer).rejects.toMatchObject({
        name: 'OcrEngineError',
        code: 'InvalidApi.OutOfService',
        statusCode: 400,
        message: expect.stringContaining(`does not read ${operation}, which is retired or reads no file. It answers RecognizeBankCard, `),
      })
    },
  )

  it('passes on what fetchFile rejects with, and works on', async () => {
    const failure = Object.assign(new Error('no such object'), { code: 'InvalidImage.Download' })
    const parameters = { ImageURL: 'x', MinHeight: '0', OutputProbability: 'true' }
    const answer = engine.answer('RecognizeCharacter', { parameters, fetchFile: () => Promise.reject(failure) })
    await expect(answer).rejects.toBe(failure)
    expect(await readText(await demo)).not.toEqual([])
  })

  it('keeps the file address out of its errors', async () => {
    const canary = 'http://127.0.0.1:1/o?Signature=canary-secret'
    const choices = { MinHeight: '0', OutputProbability: 'true', OutputFormat: 'json', FileType: 'jpg' }
    const switches = { AssureDirection: 'true', HasLine: 'true', SkipDetection: 'true', UseFinanceModel: 'true' }
    const files = { ImageURL: canary, FileURL: canary, VideoURL: canary, Tasks: [{ ImageURL: canary }] }
    const parameters = { ...choices, ...switches, ...files }
    for (const operation of [...operations.keys(), 'TrimDocument']) {
      const wrong = [new Uint8Array(0), new TextEncoder().encode(`<svg>${canary}`), (await demo).subarray(0, 5000), new Uint8Array(2e7)]
      for (const file of wrong) {
        const error = await engine.answer(operation, { parameters, fetchFile: async () => file }).catch((reason: unknown) => reason)
        expect(error).toBeInstanceOf(Error)
        expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('canary')
      }
    }
  })

  it('frees its models on close, once the calls under way are answered, and refuses later ones', async () => {
    const other = createOcrEngine()
    const underWay = readText(await demo, other)
    await other.close()
    expect(await underWay).not.toEqual([])
    await expect(readText(await demo, other)).rejects.toMatchObject({ code: 'ServiceUnavailable', statusCode: 503 })
    await other.close()
    expect(await readText(await demo)).not.toEqual([]) // a neighbour's models are its own
  })

  it('closes without having loaded anything', async () => {
    await expect(createOcrEngine().close()).resolves.toBeUndefined()
  })
})
