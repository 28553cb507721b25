import { expect, it } from 'vitest'
import { takeOptions } from './take-options.ts'

it('takes the options as they are, inherited ones among them, and none of other names', () => {
  const options = Object.assign(Object.create({ roleName: 'inherited' }), { timeout: 5, other: 1 })
  const taken = takeOptions(options, { string: 'roleName', number: 'timeout probeTimeout' })
  options.timeout = 7
  expect(taken).toEqual({ roleName: 'inherited', timeout: 5, probeTimeout: undefined })
  expect(Object.keys(taken)).not.toContain('other')
})
