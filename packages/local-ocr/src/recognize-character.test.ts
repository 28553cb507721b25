import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { recognizeCharacter } from './recognize-character.ts'
import type { TextLine } from './text-line.ts'

const lines: TextLine[] = [
  {
    text: '通知 Notice',
    probability: 0.98765432,
    corners: [
      { x: 40, y: 24 },
      { x: 300, y: 24 },
      { x: 300, y: 60 },
      { x: 40, y: 60 },
    ],
  },
  {
    text: 'small print',
    probability: 0.9,
    corners: [
      { x: 40, y: 80 },
      { x: 240, y: 100 },
      { x: 239, y: 109 },
      { x: 39, y: 89 },
    ],
  },
]

const png = sharp({ create: { width: 400, height: 120, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()

async function recognize(parameters: Record<string, unknown>, file?: Uint8Array) {
  const answer = recognizeCharacter(
    { parameters: { ImageURL: 'a', MinHeight: '0', OutputProbability: 'true', ...parameters }, fetchFile: async () => file ?? png },
    { readText: async () => ({ lines, width: 400, height: 120, turn: 0 }) },
  )
  return (await answer) as { Results: { Text: string; Probability?: number; TextRectangles: Record<string, unknown> }[] }
}

describe('recognizeCharacter', () => {
  it('gives text, probability, level box, turn and corners of each line under the wire names', async () => {
    expect(await recognize({})).toEqual({
      Results: [
        {
          Text: '通知 Notice',
          Probability: 0.9877,
          TextRectangles: { Left: 40, Top: 24, Width: 260, Height: 36, Angle: 0, Pos: lines[0]?.corners },
        },
        {
          Text: 'small print',
          Probability: 0.9,
          TextRectangles: { Left: 39, Top: 90, Width: 201, Height: 9, Angle: 6, Pos: lines[1]?.corners },
        },
      ],
    })
  })

  it.each(['false', 'False', false])('leaves the probability out when OutputProbability is %s', async (OutputProbability) => {
    const { Results } = await recognize({ OutputProbability })
    expect(Results.map((result) => 'Probability' in result)).toEqual([false, false])
  })

  it.each([
    ['9', 2],
    ['10', 1],
    [36, 1],
    ['37', 0],
  ])('reports only lines of MinHeight %s or more', async (MinHeight, count) => {
    expect((await recognize({ MinHeight })).Results).toHaveLength(count)
  })

  it.each(['ImageURL', 'MinHeight', 'OutputProbability'])('refuses a call without %s by the name of the parameter', async (name) => {
    await expect(recognize({ [name]: undefined })).rejects.toMatchObject({ code: `Missing${name}`, statusCode: 400 })
  })

  it.each([{ MinHeight: 'ten' }, { MinHeight: '-1' }, { MinHeight: '1.5' }, { OutputProbability: 'yes' }, { ImageURL: ['a'] }])(
    'refuses %j as an illegal argument',
    async (parameters) => {
      await expect(recognize(parameters)).rejects.toMatchObject({ code: 'ClientError.IllegalArgument' })
    },
  )

  it('takes files up to 3 MB and no WEBP', async () => {
    await expect(recognize({}, new Uint8Array(3 * 1024 * 1024 + 1))).rejects.toMatchObject({ code: 'InvalidFile.Size' })
    const webp = await sharp(await png)
      .webp()
      .toBuffer()
    await expect(recognize({}, webp)).rejects.toMatchObject({ code: 'InvalidFile.Type' })
  })
})
