import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { documentPictures, wrongValues } from '../../test/pictures/document-pictures.ts'
import type { Eyes } from '../eyes.ts'
import { cornersOf } from '../fields/rectangle.ts'
import { operations } from '../operations.ts'
import type { Reading, Turn } from '../reading.ts'
import type { TextLine } from '../text-line.ts'

interface Recorded {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly turn: Turn
  readonly lines: readonly (readonly [string, number, number, number, number, number, number, number, number, number])[]
}

const recorded: readonly Recorded[] = JSON.parse(readFileSync(new URL('./__fixtures__/readings.json', import.meta.url), 'utf8'))
const blank = sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()

function readingOf(name: string): Reading {
  const { lines, ...page } = recorded.find((one) => one.name === name) as Recorded
  return {
    ...page,
    lines: lines.map(([text, probability, ...[ax, ay, bx, by, cx, cy, dx, dy]]): TextLine => {
      const corners = [ax, ay, bx, by, cx, cy, dx, dy] as const
      const [a, b, c, d] = [0, 2, 4, 6].map((at) => ({ x: corners[at] as number, y: corners[at + 1] as number }))
      return { text, probability, corners: [a, b, c, d] as unknown as TextLine['corners'] }
    }),
  }
}

async function answer(
  operation: string,
  reading: Reading,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const eyes = { readText: async () => reading, readCodes: async () => [] } as unknown as Eyes
  const input = { parameters: { ImageURL: 'a', FileURL: 'a', ...parameters }, fetchFile: () => blank }
  return (await operations.get(operation)?.(input, eyes)) as Record<string, unknown>
}

/** The lines of these come from the engine; their ruled lines and colours are only in the picture. */
const byTextAlone = documentPictures.filter(({ kind }) => kind !== 'ruled table')

describe('the values of recorded documents', () => {
  it.each(byTextAlone.map((picture) => [picture.name, picture] as const))('are found: %s', async (name, picture) => {
    const data = await answer(picture.operation, readingOf(name), picture.parameters)
    const byColour = Object.keys(picture.expected).filter((path) => path.endsWith('PlateType'))
    expect(wrongValues(picture, data).filter((value) => !byColour.some((path) => value.startsWith(`${path}: `)))).toEqual([])
  })
})

describe('what is not there', () => {
  const poem = ['静夜思', '床前明月光，', '疑是地上霜。', 'Moonlight before my bed'].map((text, at) => ({
    text,
    probability: 0.99,
    corners: cornersOf({ left: 40, top: 40 + at * 60, right: 240, bottom: 70 + at * 60 }),
  }))
  const strangers: Reading[] = [
    { lines: poem, width: 300, height: 300, turn: 0 },
    { lines: [], width: 300, height: 300, turn: 0 },
  ]
  const frames = /^(?:Width|Height|OrgWidth|OrgHeight|Angle|Count)$/

  /** All texts and numbers of an answer but the size of the page. */
  function leaves(value: unknown, key = ''): unknown[] {
    if (frames.test(key)) return []
    if (typeof value !== 'object' || value === null) return value === '' ? [] : [value]
    return Object.entries(value).flatMap(([name, part]) => leaves(part, name))
  }

  it.each([...new Set(byTextAlone.map(({ operation }) => operation))])('stays empty in the answer of %s', async (operation) => {
    const parameters = { FileType: 'jpg', OutputFormat: 'json', AssureDirection: 'false', HasLine: 'false', SkipDetection: 'false' }
    for (const reading of strangers) {
      expect(leaves(await answer(operation, reading, { ...parameters, UseFinanceModel: 'false' }))).toEqual([])
    }
  })

  it.each(['RecognizeIdentityCard', 'RecognizeDriverLicense', 'RecognizeDrivingLicense'])(
    '%s answers the side that is asked for',
    async (operation) => {
      const [stranger] = strangers as [Reading]
      expect(Object.keys(await answer(operation, stranger, { Side: 'back' }))).toEqual(['BackResult'])
      expect(Object.keys(await answer(operation, stranger, { Side: 'face' }))).not.toEqual(['BackResult'])
      await expect(answer(operation, stranger, { Side: 'left' })).rejects.toMatchObject({ code: 'ClientError.IllegalArgument' })
    },
  )

  /** Texts of an answer by their path, without lists of everything that was read. */
  function textsOf(value: unknown, path = ''): [string, string][] {
    if (typeof value === 'string') return [[path, value]]
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, part]) => (name === 'KeyValueInfos' ? [] : textsOf(part, `${path}.${name}`)))
  }

  /** Of a bank card, the English name of the bank stands in for the Chinese one. */
  const oneAnswer = byTextAlone.filter(({ kind }) => !/table|plate|taxi|bank/.test(kind))
  it.each(oneAnswer.map((picture) => [picture.name, picture] as const))('is not taken from elsewhere: %s', async (name, picture) => {
    const whole = readingOf(name)
    const anyOf = (path: string): string => path.replace(/\d+/g, '*') // the second of a list becomes the first
    const printed = textsOf(await answer(picture.operation, whole, picture.parameters)).map(
      ([path, value]) => [anyOf(path), value] as const,
    )
    const taken: string[] = []
    for (const line of whole.lines) {
      const rest = { ...whole, lines: whole.lines.filter((other) => other !== line) }
      for (const [path, value] of textsOf(await answer(picture.operation, rest, picture.parameters))) {
        const isPrinted = printed.some(([known, text]) => known === anyOf(path) && text.includes(value))
        if (!isPrinted) taken.push(`${path} is ${value} without ${line.text}`)
      }
    }
    expect(taken).toEqual([])
  })
})
