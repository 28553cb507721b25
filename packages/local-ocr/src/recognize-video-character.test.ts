import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { aviFile } from '../test/pictures/avi-file.ts'
import type { Picture } from './decode-picture.ts'
import type { Eyes } from './eyes.ts'
import { cornersOf } from './fields/rectangle.ts'
import { recognizeVideoCharacter } from './recognize-video-character.ts'

const [width, height] = [60, 40]

/** A frame with so many dark bars. */
function frame(bars: number): Promise<Buffer> {
  const rects = Array.from({ length: bars }, (_, at) => `<rect x="4" y="${3 + at * 9}" width="40" height="5"/>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="60" height="40" fill="#fff"/>${rects}</svg>`
  return sharp(Buffer.from(svg)).removeAlpha().jpeg().toBuffer()
}

const frames = Promise.all([1, 0, 2, 2, 3].map(frame))

/** Reads the number of bars. */
const readText: Eyes['readText'] = async ({ data, ...size }: Picture) => {
  const bars = [0, 1, 2].filter((at) => (data[((5 + at * 9) * width + 20) * 4] ?? 255) < 128).length
  const corners = cornersOf({ left: 4, top: 3, right: 44, bottom: 3 + bars * 9 })
  return { lines: bars > 0 ? [{ text: `${bars}`, probability: 0.98, corners }] : [], ...size, turn: 0 }
}

interface Film {
  readonly Width: number
  readonly Height: number
  readonly InputFile: string
  readonly Frames: { readonly Timestamp: number; readonly Elements: readonly Record<string, unknown>[] }[]
}

async function watch(file: Uint8Array): Promise<Film> {
  const input = { parameters: { VideoURL: 'film' }, fetchFile: async () => file }
  return (await recognizeVideoCharacter(input, { readText } as Eyes)) as unknown as Film
}

const animation = async (format: 'gif' | 'webp', delay: number) =>
  sharp(await frames, { join: { animated: true } })
    .toFormat(format, { delay: (await frames).map(() => delay) })
    .toBuffer()
const texts = ({ Frames }: Film) => Frames.map(({ Timestamp, Elements }) => [Timestamp, Elements.map(({ Text }) => Text).join()])

describe('a film', () => {
  it.each([
    ['AVI', async () => aviFile(await frames, width, height, 1000)],
    ['GIF', () => animation('gif', 1000)],
    ['WEBP', () => animation('webp', 1000)],
  ])('of format %s is read where it shows something new, and frames without text are left out', async (_, file) => {
    const film = await watch(await file())
    expect([film.Width, film.Height, film.InputFile]).toEqual([width, height, 'film'])
    expect(texts(film)).toEqual([
      [0, '1'],
      [2000, '2'],
      [4000, '3'],
    ])
    const box = { Left: 4, Top: 3, Width: 40, Height: 9, Angle: 0 }
    expect(film.Frames[0]?.Elements).toEqual([{ Text: '1', Score: 0.98, TextRectangles: [box] }])
  })

  it('is read four times a second at most', async () => {
    expect(texts(await watch(aviFile(await frames, width, height, 130)))).toEqual([
      [0, '1'],
      [260, '2'],
      [520, '3'],
    ])
  })

  it.each([
    ['InvalidFile.Type', 'MP4', async () => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(40)])],
    ['InvalidFile.Type', 'AVI with another code than JPEG', async () => aviFile([Buffer.from('xvid')], width, height, 40)],
    ['InvalidFile.Decode', 'text', async () => Buffer.from('text')],
    ['InvalidFile.Decode', 'an AVI that breaks off in its header', async () => aviFile(await frames, width, height, 40).subarray(0, 40)],
    ['InvalidFile.Decode', 'a GIF that breaks off in its header', async () => (await animation('gif', 100)).subarray(0, 12)],
    ['InvalidFile.Content', 'a film of a minute', async () => aviFile((await frames).slice(0, 1), width, height, 60_000)],
    ['InvalidFile.Content', 'an AVI of 36 frames a second', async () => aviFile(await frames, width, height, 1000 / 36)],
    ['InvalidFile.Content', 'a GIF of 50 frames a second', async () => animation('gif', 20)],
    ['InvalidFile.Decode', 'an AVI that does not say how long a frame is shown', async () => aviFile(await frames, width, height, 0)],
    ['InvalidFile.Resolution', 'a film of 20 pixels in height', async () => aviFile(await frames, 60, 20, 40)],
    ['InvalidFile.Size', '20 MB', async () => Buffer.concat([Buffer.from('RIFF....AVI '), Buffer.alloc(20 * 1024 * 1024)])],
  ])('refuses with %s %s', async (code, _, file) => {
    await expect(watch(await file())).rejects.toMatchObject({ name: 'OcrEngineError', code })
  })

  it('shows frames of a GIF that have no length for 100 ms, as viewers do', async () => {
    expect(texts(await watch(await animation('gif', 0)))).toEqual([
      [0, '1'],
      [300, '3'],
    ])
  })

  it('takes 35 frames a second, whose length in whole microseconds is a little shorter', async () => {
    const film = await watch(aviFile(await frames, width, height, 1000 / 35))
    expect(texts(film)).toEqual([[0, '1']])
  })

  it('refuses with InvalidFile.Decode a frame that cannot be opened', async () => {
    const [good = Buffer.alloc(0), ...others] = await frames
    const damaged = aviFile([good, Buffer.from([0xff, 0xd8, 0xff, 0, 0, 0]), ...others], width, height, 1000)
    await expect(watch(damaged)).rejects.toMatchObject({ code: 'InvalidFile.Decode' })
  })
})
