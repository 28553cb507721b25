import { describe, expect, it } from 'vitest'
import { createClockOffsets } from './clock-offsets.ts'

const HOST = 'sts.example.com'
const MINUTES = 60_000
const NOW = Date.parse('2024-01-02T03:04:05Z')
const at = (offset: number): string => new Date(NOW + offset).toUTCString()

describe('R77 createClockOffsets', () => {
  const clocks = () => createClockOffsets(() => NOW)

  it('proposes the offset of the Date, and uses it for other calls only once it has proved right', () => {
    const { offset, propose, keep } = clocks()
    expect(propose(HOST, 0, at(20 * MINUTES))).toBe(20 * MINUTES)
    expect(offset(HOST)).toBe(0)
    keep(HOST, 20 * MINUTES)
    expect(offset(HOST)).toBe(20 * MINUTES)
    expect(offset('other.example.com')).toBe(0)
  })

  it('proposes nothing when the Date agrees with what was used, is senseless or missing', () => {
    const { propose } = clocks()
    for (const date of [at(0), at(59_000), 'yesterday', '', null, undefined]) expect(propose(HOST, 0, date)).toBeUndefined()
    expect(propose(HOST, 20 * MINUTES, at(20 * MINUTES))).toBeUndefined()
  })

  it('proposes what is known by now to a call that was signed before it was, and no offset when a known one is refused', () => {
    const { propose, keep } = clocks()
    keep(HOST, 20 * MINUTES)
    expect(propose(HOST, 0, undefined)).toBe(20 * MINUTES)
    expect(propose(HOST, 20 * MINUTES, undefined)).toBe(0)
    expect(propose(HOST, 20 * MINUTES, at(0))).toBe(0)
  })
})
