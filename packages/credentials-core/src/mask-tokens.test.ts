import { describe, expect, it } from 'vitest'
import { maskPath, maskTokens } from './mask-tokens.ts'

describe('maskPath', () => {
  it.each([
    '/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token',
    '/home/me/.alibabacloud/credentials.ini',
    String.raw`C:\Users\Somebody\AppData\Roaming\aliyun\private-key-2024.pem`,
    '../Keys/key1.pem',
    '/Users/Me/Work2024/Projects/Alpha/keys/key.pem',
  ])('shows %s', (path) => {
    expect(maskPath(path)).toBe(path)
  })

  it.each([
    ['eyJhbGciOiJSUzI1NiIsInR5cCI6.eyJzdWIiOiIxMjM0NTY3.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV', '***.***.***'],
    ['/run/kQ3XbT7mZ0pLw9RfYs2HcV5nUe8JgD/token', '/run/***/token'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '***'],
  ])('R3 strikes out %j', (path, shown) => {
    expect(maskPath(path)).toBe(shown)
  })
})

it('R3 strikes secrets out of the texts of others', () => {
  expect(maskTokens('The key kQ3XbT7mZ0pLw9RfYs2HcV5nUe8JgD of cn-hangzhou-finance-1 is unknown.')).toBe(
    'The key *** of cn-hangzhou-finance-1 is unknown.',
  )
})

it('R3 R51 takes texts of any length, and keeps no half of a token where it cuts them', () => {
  expect(maskTokens('x'.repeat(8_000_000)).length).toBeLessThan(20_000)
  expect(maskTokens('xY3_'.repeat(2_000_000))).not.toContain('xY3')
  for (let before = 16_300; before < 16_400; before++)
    expect(maskTokens(`${' '.repeat(before)}kQ3XbT7mZ0pLw9RfYs2HcV5nUe8JgD`)).not.toMatch(/kQ3/)
})
