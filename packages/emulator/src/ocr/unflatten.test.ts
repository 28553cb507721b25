import { expect, test } from 'vitest'
import { unflatten } from './unflatten.ts'

const plain = (pairs: [string, string][]): unknown => JSON.parse(JSON.stringify(unflatten(new Map(pairs))))

test('puts objects and lists together', () => {
  expect(
    plain([
      ['A', '1'],
      ['L.2', 'b'],
      ['L.1', 'a'],
      ['O.K', 'v'],
      ['Deep.1.Inner.1.X', 'y'],
    ]),
  ).toEqual({ A: '1', L: ['a', 'b'], O: { K: 'v' }, Deep: [{ Inner: [{ X: 'y' }] }] })
})

test('closes gaps in lists and sorts by number', () => {
  expect(
    plain([
      ['L.10', 'c'],
      ['L.3', 'b'],
      ['L.1', 'a'],
    ]),
  ).toEqual({ L: ['a', 'b', 'c'] })
})

test('takes the later of two that collide', () => {
  expect(
    plain([
      ['A', '1'],
      ['A.B', '2'],
    ]),
  ).toEqual({ A: { B: '2' } })
  expect(
    plain([
      ['A.B', '2'],
      ['A', '1'],
    ]),
  ).toEqual({ A: '1' })
})

test('R39 changes no prototype', () => {
  const made = unflatten(
    new Map([
      ['__proto__.polluted', 'x'],
      ['constructor.prototype.polluted', 'x'],
    ]),
  )
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(Object.keys(made)).toEqual(['__proto__', 'constructor'])
})

test('keeps names of absurd depth as they are', () => {
  const name = Array.from({ length: 100_000 }, () => 'a').join('.')
  expect(unflatten(new Map([[name, 'x']]))[name]).toBe('x')
})
