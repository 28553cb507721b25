import { expect, test } from 'vitest'
import { parseTimestamp, toTimestamp } from './timestamp.ts'

test('cuts milliseconds off', () => {
  expect(toTimestamp(Date.UTC(2026, 0, 2, 3, 4, 5, 999))).toBe('2026-01-02T03:04:05Z')
})

test('reads what it writes', () => {
  expect(parseTimestamp('2024-02-29T23:59:59Z')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59))
})

test.each(['', '2026-01-02', '2026-01-02T03:04:05+00:00', '2026-02-30T00:00:00Z', '2026-01-02T24:00:00Z'])('does not read %o', (text) => {
  expect(parseTimestamp(text)).toBeUndefined()
})
