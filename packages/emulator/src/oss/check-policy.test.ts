import { describe, expect, test } from 'vitest'
import { checkPolicy } from './check-policy.ts'

const NOW = Date.UTC(2026, 0, 1)
const encode = (policy: unknown): string => Buffer.from(typeof policy === 'string' ? policy : JSON.stringify(policy)).toString('base64')
const judge = (policy: string, fields: Record<string, string> = {}, fileBytes = 10): void =>
  checkPolicy(policy, { fields: new Map(Object.entries(fields)), fileBytes }, NOW)
const withConditions = (...conditions: unknown[]): string => encode({ expiration: '2026-01-01T00:00:01.000Z', conditions })

describe('a policy', () => {
  test.each([
    [['eq', '$key', 'a']],
    [['starts-with', '$key', '']],
    [{ key: 'a' }],
    [['in', '$key', ['b', 'a']]],
    [['not-in', '$key', ['b']]],
    [['content-length-range', 10, 10]],
  ])('lets pass what meets %o', (condition) => {
    expect(() => judge(withConditions(condition), { key: 'a' })).not.toThrow()
  })

  test.each([
    [['eq', '$key', 'A'], 'AccessDenied'],
    [['eq', '$other', 'a'], 'AccessDenied'],
    [['starts-with', '$key', 'b'], 'AccessDenied'],
    [{ key: 'b' }, 'AccessDenied'],
    [['in', '$key', ['b']], 'AccessDenied'],
    [['not-in', '$key', ['a']], 'AccessDenied'],
    [['content-length-range', 0, 9], 'EntityTooLarge'],
    [['content-length-range', 11, 20], 'EntityTooSmall'],
  ])('refuses what does not meet %o', (condition, code) => {
    expect(() => judge(withConditions(condition), { key: 'a' })).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    ['no base64', '***'],
    ['no JSON', encode('{')],
    ['no object', encode('[]')],
    ['no expiration', encode({ conditions: [{ key: 'a' }] })],
    ['a wrong expiration', encode({ expiration: '2026-01-01', conditions: [{ key: 'a' }] })],
    ['no conditions', encode({ expiration: '2026-01-02T00:00:00Z' })],
    ['an empty list of conditions', withConditions()],
    ['a condition of two properties', withConditions({ key: 'a', bucket: 'b' })],
    ['a condition of an unknown kind', withConditions(['like', '$key', 'a'])],
    ['a condition without field', withConditions(['eq', 'key', 'a'])],
    ['a range of words', withConditions(['content-length-range', '0', '9'])],
    ['a condition of text', withConditions('key')],
  ])('with %s is invalid', (_, policy) => {
    expect(() => judge(policy, { key: 'a' })).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument', status: 400 }))
  })

  test('ends at its expiration', () => {
    const policy = encode({ expiration: '2026-01-01T00:00:00Z', conditions: [{ key: 'a' }] })
    expect(() => judge(policy, { key: 'a' })).toThrow(expect.objectContaining({ code: 'AccessDenied', status: 403 }))
  })
})
