import { expect, test } from 'vitest'
import { createNonceStore } from './nonce-store.ts'

const HALF_HOUR = 30 * 60_000

test('R76 takes a nonce once for each key within 30 minutes', () => {
  const nonces = createNonceStore()
  expect(nonces.take('key', 'n', 0)).toBe(true)
  expect(nonces.take('key', 'n', HALF_HOUR - 1)).toBe(false)
  expect(nonces.take('other', 'n', 0)).toBe(true)
  expect(nonces.take('key', 'n', HALF_HOUR)).toBe(true)
  expect(nonces.take('key', 'n', HALF_HOUR + 1)).toBe(false)
})

test('does not mix up a key and a nonce that look alike together', () => {
  const nonces = createNonceStore()
  nonces.take('a b', 'c', 0)
  expect(nonces.take('a', 'b c', 0)).toBe(true)
})
