import { describe, expect, it } from 'vitest'
import { checkNames, isAmount } from './check-names.ts'

const NAMES = { string: 'roleName', number: 'timeout', boolean: 'lenient', object: 'refresh', function: 'fetch onEvent', any: 'credential' }
const refusal = (field: string, ...words: string[]): object =>
  expect.objectContaining({ code: 'ERR_INVALID_OPTION', field, message: expect.stringContaining(words.join(' ')) })

describe('checkNames', () => {
  it('takes the names it knows, with values of their kind or none', () => {
    checkNames({}, NAMES)
    checkNames({ roleName: '', timeout: 0, lenient: false, refresh: {}, fetch, onEvent: undefined, credential: null }, NAMES)
    checkNames({ roleName: undefined, timeout: undefined, lenient: undefined, refresh: undefined, not_known: undefined }, NAMES)
  })

  it.each([['role_name'], ['rolename'], ['RoleName'], ['ROLE_NAME']])('refuses the name %j, and gives its spelling', (name) => {
    expect(() => checkNames({ [name]: 'x' }, NAMES)).toThrow(refusal(name, 'is not known. Use roleName.'))
  })

  it.each([['role'], ['toString'], ['__proto__'], [''], ['fetch onEvent']])('refuses the name %j, and lists the known ones', (name) => {
    const options = Object.defineProperty({}, name, { value: 'x', enumerable: true })
    expect(() => checkNames(options, NAMES)).toThrow(refusal(name, 'Use roleName, timeout, lenient, refresh, fetch, onEvent, credential.'))
  })

  it.each<[string, unknown]>([
    ['roleName', 1],
    ['roleName', null],
    ['timeout', '1'],
    ['timeout', -1],
    ['timeout', Number.NaN],
    ['timeout', Number.POSITIVE_INFINITY],
    ['lenient', 'false'],
    ['refresh', null],
    ['refresh', () => {}],
    ['fetch', {}],
  ])('refuses a %s of %j', (name, value) => {
    expect(() => checkNames({ [name]: value }, NAMES)).toThrow(refusal(name, 'or leave it out.'))
  })

  it.each([[undefined], [null], ['text'], [() => {}]])('refuses options that are %s', (options) => {
    expect(() => checkNames(options as never, NAMES)).toThrow(refusal('options'))
  })
})

describe('isAmount', () => {
  it.each<[unknown, boolean]>([
    [0, true],
    [1.5, true],
    [-1, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    ['1', false],
    [1n, false],
    [null, false],
    [undefined, false],
  ])('says of %s: %s', (value, expected) => {
    expect(isAmount(value)).toBe(expected)
  })
})
