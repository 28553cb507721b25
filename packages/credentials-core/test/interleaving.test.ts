import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CredentialsError, cached, TransportError } from '../src/index.ts'
import { createFakeClock } from '../src/testing.ts'
import { RefreshModel } from './refresh-model.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const TIMEOUT = 10 * SECOND
/** Nobody waits longer: 1 s for a try while the value is valid, 5 s from its end, or until the contact times out. */
const LONGEST_WAIT = SECOND + 5 * SECOND + TIMEOUT

type Behaviour = 'new' | 'same' | 'expired' | 'down' | 'denied' | 'hang'

type Step =
  | { do: 'get'; callers: number; leaves: boolean; rejects: 'current' | 'old' | undefined }
  | { do: 'abort' }
  | { do: 'wait'; ms: number }
  | { do: 'clock'; ms: number }
  | { do: 'source'; is: Behaviour; lifetime: number; delay: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('get' as const),
      callers: fc.integer({ min: 1, max: 3 }),
      leaves: fc.boolean(),
      rejects: fc.constantFrom(undefined, undefined, undefined, undefined, 'current' as const, 'old' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'abort' }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 * MINUTE }).map((ms): Step => ({ do: 'wait', ms })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 * SECOND }).map((ms): Step => ({ do: 'wait', ms })) },
  { weight: 1, arbitrary: fc.integer({ min: -60 * MINUTE, max: 20 * MINUTE }).map((ms): Step => ({ do: 'clock', ms })) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('source' as const),
      is: fc.constantFrom<Behaviour>('new', 'new', 'new', 'same', 'expired', 'down', 'denied', 'hang'),
      lifetime: fc.constantFrom(MINUTE, 3 * MINUTE, 15 * MINUTE),
      delay: fc.constantFrom(0, 50, 2500, 20 * SECOND),
    }),
  },
)

interface Call {
  readonly since: number
  readonly leaving: AbortController | undefined
  isSettled: boolean
}

describe('cached, whatever happens in whatever order', () => {
  it('R15 R17 R19 R20 R21 R24 R25 R65 R69 E63 does in 10,000 random steps only what the model allows', { timeout: 300_000 }, async () => {
    const seen = { values: 0, errors: 0, aborts: 0, contacts: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 40 }), (steps) => play(steps, seen)),
      { numRuns: 250, seed: 20300101 },
    )
    // Without these the test would prove little.
    expect(seen.values).toBeGreaterThan(2000)
    for (const count of [seen.errors, seen.aborts, seen.contacts]) expect(count).toBeGreaterThan(300)
  })
})

async function play(steps: readonly Step[], seen: { values: number; errors: number; aborts: number; contacts: number }): Promise<void> {
  const clock = createFakeClock()
  const model = new RefreshModel(clock, TIMEOUT)
  const problems: string[] = []
  const calls: Call[] = []
  let behaviour: Step & { do: 'source' } = { do: 'source', is: 'new', lifetime: 15 * MINUTE, delay: 50 }
  let last = { number: 0, expiration: 0 }

  // It never listens to its signal, so that answers also come when nobody counts on them any more.
  const provider = cached(
    async ({ signal } = {}) => {
      const objection = model.objection()
      if (objection) problems.push(`contact although ${objection}`)
      seen.contacts++
      const contact = model.begin()
      signal?.addEventListener('abort', () => {
        if (signal.reason?.code === 'ERR_TIMEOUT') model.fail(contact, false)
        else model.abandon(contact)
      })
      const { is, lifetime, delay } = behaviour
      if (is === 'hang') await new Promise(() => {})
      // Never within the call itself: the next caller comes before the cache hears of the answer.
      await (delay > 0 ? clock.sleep(delay) : undefined)
      if (is === 'down' || is === 'denied') {
        model.fail(contact, is === 'denied')
        if (is === 'down') throw new TransportError('Down.', { code: 'ERR_NETWORK', host: 'sts.test', retryable: true })
        throw new CredentialsError('Denied.', { code: 'ERR_CREDENTIALS_DENIED', provider: 'sts' })
      }
      if (is !== 'same' || last.number === 0) {
        last = { number: last.number + 1, expiration: clock.now() + (is === 'expired' ? -1 : lifetime) }
      }
      const { number, expiration } = last
      model.give(contact, number, expiration)
      return { accessKeyId: `id${number}`, accessKeySecret: `secret${number}`, securityToken: `token${number}`, expiration }
    },
    { ...clock, timeout: TIMEOUT, random: () => 0 },
  )

  function get({ leaves, rejects }: Step & { do: 'get' }): void {
    const rejected = rejects === 'current' ? last.number : rejects === 'old' ? last.number - 1 : undefined
    if (rejected !== undefined) model.reject(rejected)
    const call: Call = { since: clock.monotonic(), leaving: leaves ? new AbortController() : undefined, isSettled: false }
    calls.push(call)
    const before = model.valid()?.number
    const isPrompt = model.answersAtOnce()
    provider({ signal: call.leaving?.signal, rejectedKeyId: rejected === undefined ? undefined : `id${rejected}` }).then(
      ({ accessKeyId, accessKeySecret, securityToken }) => {
        call.isSettled = true
        seen.values++
        const number = Number(accessKeyId?.slice(2))
        if (accessKeySecret !== `secret${number}` || securityToken !== `token${number}`) problems.push(`a mix of ${accessKeyId} and others`)
        const now = model.valid()?.number
        if (number !== before && number !== now) problems.push(`session ${number} given where ${before} or ${now} was valid`)
      },
      (error) => {
        call.isSettled = true
        if (error === call.leaving?.signal.reason) {
          seen.aborts++
          return
        }
        seen.errors++
        const valid = model.valid()
        if (valid) problems.push(`${error?.code} although session ${valid.number} is valid`)
        if (!/^ERR_(NETWORK|TIMEOUT|CREDENTIALS_(EXPIRED|DENIED))$/.test(error?.code)) problems.push(`unexpected error ${error}`)
      },
    )
    if (isPrompt) prompt.push(call)
  }

  let prompt: Call[] = []
  for (const now of [...steps, { do: 'wait', ms: 2 * LONGEST_WAIT } as const]) {
    prompt = []
    if (now.do === 'source') behaviour = now
    if (now.do === 'clock') clock.setBy(now.ms)
    if (now.do === 'get') for (let caller = 0; caller < now.callers; caller++) get(now)
    if (now.do === 'abort') for (const { leaving } of calls) leaving?.abort(new Error('left'))
    for (let round = 0; round < 30; round++) await undefined
    if (prompt.some(({ isSettled }) => !isSettled)) problems.push('a call waits although there is a valid session')
    if (now.do === 'wait') await clock.advance(now.ms)
    const longest = Math.max(0, ...calls.filter(({ isSettled }) => !isSettled).map(({ since }) => clock.monotonic() - since))
    if (longest > LONGEST_WAIT) problems.push(`a call has waited ${longest} ms`)
    if (problems.length > 0) throw new Error(`${JSON.stringify(now)}: ${problems.join('; ')}`)
  }
  expect([calls.filter(({ isSettled }) => !isSettled), clock.pending()]).toEqual([[], 0])
}
