import { expect, it } from 'vitest'
import { systemCode } from './system-code.ts'

it.each([
  [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }), 'ENOTFOUND'],
  [Object.assign(new Error('x'), { code: 'https://user:secret@host' }), ''],
  [Object.assign(new Error('x'), { code: 7 }), ''],
  [undefined, ''],
  ['text', ''],
])('R3 of %s names %j at most', (error, code) => {
  expect(systemCode(error)).toBe(code)
})

it('ends for an error that is its own cause', () => {
  const error: Error = new Error('x')
  error.cause = error
  expect(systemCode(error)).toBe('')
})
