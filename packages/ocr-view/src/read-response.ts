import type { Corner } from './geometry.ts'
import { type Size, toPicture } from './picture-frame.ts'
import { boxesOf, isWire, numberOf, placesOf, type Wire } from './places.ts'
import { isTables } from './read-tables.ts'
import { toResponses } from './to-responses.ts'

/** A response of any operation of OCR 2019-12-30. */
export interface OcrResponse {
  readonly data?: object | null | undefined
}

/** Something that the service found at a place of the picture. */
export interface TextRegion {
  /** What was read there; empty for a thing without text, such as a stamp. */
  readonly text: string
  /** Name of the value or thing, such as `invoiceNo` or `stamp`; empty for plain text. */
  readonly label: string
  /** 0 to 1; undefined when the service gave none. */
  readonly confidence: number | undefined
  /** Corners in pixels, from the top left corner of the text on, clockwise. */
  readonly corners: readonly Corner[]
}

/** A value that was read without a place. */
export interface TextField {
  readonly label: string
  readonly text: string
}

/** What a response tells. */
export interface Findings {
  readonly regions: readonly TextRegion[]
  readonly fields: readonly TextField[]
}

const TEXTS = ['text', 'word', 'value', 'plateNumber'] as const
const PLACES = ['textRectangles', 'valuePositions', 'positions', 'keyPoints', 'itemRoi', 'roi'] as const
/** Facts about the picture or the call, which nobody reads as text. */
const ASIDE = /^(width|height|orgWidth|orgHeight|angle|rotateType|pageIndex|count|index|fileContent|inputFile|imageURL|taskId)$/
/** Deeper than any answer. */
const MAX_DEPTH = 16

/**
 * Everything a response says, whichever operation it came from: what has a place, and what has none. Tables are apart: `readTables`.
 * Several responses about one picture, such as those of `recognizeCharacter` and `recognizeTable`, are read as one.
 *
 * @param picture Size of the picture at hand in pixels; needed for answers that measure in a picture of their own (`recognizePdf`).
 * @example const lines = readResponse(response).regions.map(({ text }) => text)
 */
export function readResponse(response: OcrResponse | readonly OcrResponse[], picture?: Size): Findings {
  const found = toResponses(response).map((one) => readOne(one, picture))
  return { regions: found.flatMap(({ regions }) => regions), fields: found.flatMap(({ fields }) => fields) }
}

function readOne(response: OcrResponse, picture: Size | undefined): Findings {
  const regions: TextRegion[] = []
  const fields: TextField[] = []
  const data: unknown = response.data
  if (!isWire(data)) return { regions, fields }
  const place = toPicture(data, picture)
  walk(data, '', 0)
  const placed = new Set(regions.map(nameOf))
  // Many invoices give their values twice, once with their places.
  return { regions, fields: fields.filter((field) => !placed.has(nameOf(field))) }

  function walk(value: unknown, label: string, depth: number): void {
    if (Array.isArray(value)) for (const one of value) visit(one, typeof one === 'object' ? '' : label, depth)
    else if (isWire(value) && !region(value, label)) {
      const boxed = boxedValues(value)
      for (const [key, one] of Object.entries(value)) if (!boxed.has(key)) visit(one, key, depth)
    }
  }

  function visit(value: unknown, label: string, depth: number): void {
    if (typeof value !== 'object') {
      const text = value === undefined ? '' : String(value)
      if (text !== '' && !ASIDE.test(label)) fields.push({ label, text })
    } else if (depth < MAX_DEPTH && !isTables(label, value)) {
      const places = label === '' ? [] : placesOf(value)
      if (places.length > 0 && !hasText(value)) add('', label, undefined, places)
      else walk(value, label, depth + 1)
    }
  }

  /** An object with a text and its place; false when it is none. */
  function region(value: Wire, label: string): boolean {
    const text = TEXTS.map((key) => value[key]).find((one) => typeof one === 'string')
    const own = PLACES.map((key) => placesOf(value[key])).find((places) => places.length > 0) ?? placesOf(value)
    if (text === undefined || own.length === 0) return typeof text === 'string' && PLACES.some((key) => key in value)
    add(text as string, firstText(value.key, value.plateType, label), confidenceOf(value), own)
    return true
  }

  /** `box` and `content` of a VAT invoice: boxes under the plural of the name of the value. Returns the names that are done. */
  function boxedValues({ box, content }: Wire): Set<string> {
    if (!isWire(box) || !isWire(content)) return new Set()
    for (const [key, value] of Object.entries(content)) {
      const texts = [value].flat().filter((one) => typeof one === 'string' && one !== '') as string[]
      const name = key === 'antiFakeCode' ? 'invoiceFakeCode' : key
      const boxes = boxesOf(box[`${name}s`] ?? box[`${name}es`])
      // One box for several texts, as for the names of the goods, holds them all.
      if (boxes.length > 0 && boxes.length !== texts.length) texts.splice(0, texts.length, texts.join('\n'))
      for (const [index, text] of texts.entries()) {
        const at = boxes[index]
        if (at) add(text, key, undefined, [at])
        else visit(text, key, 0)
      }
    }
    return new Set(['box', 'content'])
  }

  function add(text: string, label: string, confidence: number | undefined, places: readonly Corner[][]): void {
    for (const corners of places) regions.push({ text, label, confidence, corners: corners.map(place) })
  }
}

function hasText(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasText)
  return isWire(value) && TEXTS.some((key) => typeof value[key] === 'string')
}

/** The service has been seen to write it as text, too, and counts some from 0 to 100. */
function confidenceOf({ probability, score, confidence, valueScore }: Wire): number | undefined {
  const percent = numberOf(valueScore)
  const given = percent === undefined ? numberOf(probability ?? score ?? confidence) : percent / 100
  return given === undefined ? undefined : Math.min(1, Math.max(0, given > 1 ? given / 100 : given))
}

function firstText(...values: readonly unknown[]): string {
  return values.find((one): one is string => typeof one === 'string' && one !== '') ?? ''
}

function nameOf({ label, text }: TextField): string {
  return JSON.stringify([label.toLowerCase(), text])
}
