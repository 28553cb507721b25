import { expect, it } from 'vitest'
import { expandPath } from './expand-path.ts'

it.each([
  ['~/key.pem', '/home/ann/key.pem'],
  ['~', '/home/ann'],
  ['~bob/key.pem', '/etc/app/~bob/key.pem'],
  ['key.pem', '/etc/app/key.pem'],
  ['../key.pem', '/etc/app/../key.pem'],
  ['/key.pem', '/key.pem'],
  ['C:\\keys\\key.pem', 'C:\\keys\\key.pem'],
  ['\\\\server\\key.pem', '\\\\server\\key.pem'],
])('R54 understands %s', (path, expected) => {
  expect(expandPath(path, { home: '/home/ann', base: '/etc/app/' })).toBe(expected)
})

it('R54 uses the separator of Windows below a folder of Windows', () => {
  const place = { home: 'C:\\Users\\ann', base: 'C:\\app' }
  expect(expandPath('~/key.pem', place)).toBe('C:\\Users\\ann\\key.pem')
  expect(expandPath('key.pem', place)).toBe('C:\\app\\key.pem')
})

it('leaves a path as it is without a home and a base', () => {
  expect(expandPath('~/key.pem')).toBe('~/key.pem')
  expect(expandPath('key.pem')).toBe('key.pem')
})
