import { describe, expect, it } from 'vitest'
import { applyStyle, type ParameterStyle } from '../src/parameter-style.ts'
import { canonicalPairs } from '../src/percent-encode.ts'
import { flatten, percentEncode } from '../src/sign.ts'
import { readVectors } from './vector-values.ts'

// Where we differ from the recorded packages on purpose, and what we do instead.
const OURS: Record<string, unknown> = {
  // A signed "NaN" is a mistake that the service answers with an obscure error: refused by name.
  'query-number-nan-infinity': { refused: 'A' },
  // The packages lose dates in silence.
  'query-date-is-dropped': { D: '2020-01-02T03:04:05Z', K: 'x' },
  'style-json-date': '["2020-01-02T03:04:05Z"]',
  // Bytes as D.0, D.1 … are of no use to any service: refused by name.
  'query-bytes-flatten-by-index': { refused: 'D' },
  'form-lone-surrogate': { refused: 'A' },
  'percent-encode-surrogate': { refused: 'text' },
}
// Of the cases on which the packages disagree we take the newer clients' answer: absent values are not sent.
const ABSENT_IS_DROPPED = [
  'query-null-value',
  'query-undefined-value',
  'query-null-in-array',
  'query-sparse-null-list',
  'query-null-nested',
]
const NOT_OURS = [
  // A text form of values that nothing here needs: our forms are flattened, and drop what has no value (tea-util writes it as empty).
  'form-string-types',
  // An unknown style does not compile here; the packages answer with an empty text.
  'style-unknownStyle',
  'style-unknownStyle-empty',
]

const run: Record<string, (args: unknown[]) => unknown> = {
  query: ([params]) => flatten(params as object),
  toForm: ([params]) => Object.fromEntries(new URLSearchParams(canonicalPairs(flatten(params as object)))),
  percentEncode: ([text]) => percentEncode(text as string),
  encodePath: ([path]) =>
    (path as string)
      .split('/')
      .map((part) => percentEncode(part))
      .join('/'),
  mapToFlatStyle: ([value]) => applyStyle(value, 'flat', 'P') ?? null,
  arrayToString: ([list, prefix, style]) => {
    if (style !== 'repeatList') return applyStyle(list, style as ParameterStyle, 'P') ?? ''
    const pairs = Object.entries(flatten({ [prefix as string]: list }))
    return pairs.map(([name, value]) => `${name}=${percentEncode(value)}`).join('&&')
  },
}

describe('golden vectors: flattening', () => {
  for (const { name, status, input, expect: recorded } of readVectors('flatten.json')) {
    if (NOT_OURS.includes(name)) continue
    it(`R80 ${name}`, () => {
      expect(status === 'all-agree' || ABSENT_IS_DROPPED.includes(name), 'a decision is written down').toBe(true)
      const work = (): unknown => run[input.fn]?.(input.args)
      const ours = OURS[name] as { refused?: string } | undefined
      if (ours?.refused) {
        expect(work).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: ours.refused }))
      } else if (input.fn === 'toForm') {
        expect(work()).toEqual(Object.fromEntries(new URLSearchParams(recorded.value)))
      } else {
        expect(work()).toEqual(ours ?? recorded.value)
      }
    })
  }
})
