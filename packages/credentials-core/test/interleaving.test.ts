import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cached } from '../src/index.ts'
import { createFakeClock } from '../src/testing.ts'

const LIFETIME = 15 * 60_000

type Step =
  | { do: 'get' }
  | { do: 'advance'; ms: number }
  | { do: 'reject' }
  | { do: 'abort' }
  | { do: 'source'; works: boolean }
  | { do: 'back'; ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'get' }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 * 60_000 }).map((ms): Step => ({ do: 'advance', ms })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'reject' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'abort' }) },
  { weight: 2, arbitrary: fc.boolean().map((works): Step => ({ do: 'source', works })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3_600_000 }).map((ms): Step => ({ do: 'back', ms })) },
)

describe('cached, whatever happens in whatever order', () => {
  it('R17 R15 R20 E63 never mixes two answers, never hands out an expired one, and never asks twice at a time or in a hurry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const clock = createFakeClock()
        const contacts: number[] = []
        const ends = new Map<string, number>()
        let works = true
        let under = 0
        let number = 0
        const provider = cached(
          async () => {
            expect(++under).toBe(1)
            contacts.push(clock.monotonic())
            await clock.sleep(50)
            under--
            if (!works) throw new Error('down')
            number++
            ends.set(`id${number}`, clock.monotonic() + LIFETIME)
            return {
              accessKeyId: `id${number}`,
              accessKeySecret: `secret${number}`,
              securityToken: `token${number}`,
              expiration: clock.now() + LIFETIME,
            }
          },
          { ...clock, timeout: 10_000 },
        )
        let current = ''
        const get = (): Promise<void> =>
          provider().then(
            ({ accessKeyId, accessKeySecret, securityToken }) => {
              const id = accessKeyId ?? ''
              expect([accessKeySecret, securityToken]).toEqual([id.replace('id', 'secret'), id.replace('id', 'token')])
              expect(clock.monotonic()).toBeLessThan(ends.get(id) ?? 0)
              current = id
            },
            (error) => expect(['ERR_CREDENTIALS_INVALID', 'ERR_CREDENTIALS_EXPIRED']).toContain(error.code),
          )

        for (const now of steps) {
          if (now.do === 'source') works = now.works
          else if (now.do === 'back') clock.setBy(-now.ms)
          else if (now.do === 'advance') await clock.advance(now.ms)
          else {
            const leaving = new AbortController()
            const waiting: Promise<unknown>[] = [get(), get()]
            if (now.do === 'reject') waiting.push(provider({ rejectedKeyId: current }).catch(() => {}))
            if (now.do === 'abort') waiting.push(provider({ signal: leaving.signal }).catch(() => {}))
            leaving.abort()
            await clock.advance(100)
            await Promise.all(waiting)
          }
        }
        const hurried = contacts.filter((at, index) => index > 0 && at - (contacts[index - 1] ?? 0) < 100)
        const rejections = steps.filter((now) => now.do === 'reject').length
        expect(hurried.length).toBeLessThanOrEqual(rejections)
        expect(clock.pending()).toBe(0)
      }),
      { numRuns: 250, seed: 20300101 },
    )
  })
})
