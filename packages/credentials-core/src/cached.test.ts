import { describe, expect, it, vi } from 'vitest'
import { type CacheOptions, cached } from './cached.ts'
import type { PlainCredentials } from './credentials.ts'
import { AlibabaCloudError, CredentialsError, TransportError } from './errors.ts'
import type { CredentialEvent } from './events.ts'
import { fromAccessKey } from './from-access-key.ts'
import type { CredentialProvider, ResolveOptions } from './provider.ts'
import { createFakeClock, type FakeClock } from './testing.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

type Answer = PlainCredentials | Promise<PlainCredentials> | Error

interface Rig {
  clock: FakeClock
  provider: CredentialProvider
  events: CredentialEvent[]
  /** Every call of the source. */
  calls: ResolveOptions[]
  /** What the source does next; it stays so until it is set again. */
  answer: () => Answer
  /** The key id that the provider gives now, or the code of its error. */
  get: (options?: ResolveOptions) => Promise<string | undefined>
}

/** Sessions `STS.1`, `STS.2`, … that live for `lifetime`. */
function setUp({ lifetime = HOUR, ...options }: CacheOptions & { lifetime?: number } = {}): Rig {
  const clock = createFakeClock()
  const events: CredentialEvent[] = []
  const calls: ResolveOptions[] = []
  const rig: Rig = {
    clock,
    events,
    calls,
    answer: () => session(calls.length, clock.now() + lifetime),
    provider: cached(
      async (asked = {}) => {
        calls.push(asked)
        const answer = await rig.answer()
        if (answer instanceof Error) throw answer
        return answer
      },
      { ...clock, random: () => 0, onEvent: (event) => events.push(event), name: 'vault', ...options },
    ),
    get: (asked) =>
      rig.provider(asked).then(
        (credentials) => credentials.accessKeyId,
        (error) => error.code,
      ),
  }
  return rig
}

const session = (number: number, expiration: number): PlainCredentials => ({
  accessKeyId: `STS.${number}`,
  accessKeySecret: `secret${number}`,
  securityToken: `token${number}`,
  expiration,
})
const down = (): Error => new TransportError('sts down.', { code: 'ERR_NETWORK', host: 'sts', retryable: true })
const denied = (): Error => new CredentialsError('Role denied.', { code: 'ERR_CREDENTIALS_DENIED', provider: 'vault' })
const absent = (): Error => new CredentialsError('No role.', { code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'vault', skippable: true })

/** A promise with its handles. */
function gate<T>(): { promise: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    open = resolve
  })
  return { promise, open }
}
const never = (): Promise<never> => new Promise(() => {})

describe('cached, while all is well', () => {
  it('gives the same object again without asking the source', async () => {
    const { provider, calls, clock } = setUp()
    const first = await provider()
    await clock.advance(44 * MINUTE)
    expect(await provider()).toBe(first)
    expect(calls).toHaveLength(1)
  })

  it('R15 E61 contacts the source once for 1,000 callers, cold and at mandatory refresh', async () => {
    const { provider, calls, clock } = setUp()
    const cold = await Promise.all(Array.from({ length: 1000 }, () => provider()))
    expect([calls.length, new Set(cold).size]).toEqual([1, 1])
    await clock.advance(HOUR - 30 * SECOND)
    const later = await Promise.all(Array.from({ length: 1000 }, () => provider()))
    expect([calls.length, new Set(later).size, later[0]?.accessKeyId]).toEqual([2, 1, 'STS.2'])
  })

  it('R16 returns the cached value at once in the advisory window, and refreshes once in the background', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(46 * MINUTE)
    const slow = gate<PlainCredentials>()
    rig.answer = () => slow.promise
    expect(await Promise.all([rig.get(), rig.get(), rig.get()])).toEqual(['STS.1', 'STS.1', 'STS.1'])
    expect(rig.calls).toHaveLength(2)
    slow.open(session(2, rig.clock.now() + HOUR))
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.2')
    expect(rig.calls).toHaveLength(2)
  })

  it.each([
    [60 * SECOND, 40 * SECOND, 50 * SECOND],
    [3 * MINUTE, 2 * MINUTE, 150 * SECOND],
    [15 * MINUTE, 10 * MINUTE, 14 * MINUTE],
    [20 * MINUTE, 15 * MINUTE, 19 * MINUTE],
    [HOUR, 45 * MINUTE, 59 * MINUTE],
    [89 * MINUTE, 74 * MINUTE, 88 * MINUTE],
    [90 * MINUTE, 60 * MINUTE, 89 * MINUTE],
    [6 * HOUR, 5 * HOUR, 6 * HOUR - MINUTE],
  ])(
    'R18 with a lifetime of %i ms refreshes in the background from %i ms and makes callers wait from %i ms',
    async (lifetime, soft, hard) => {
      const rig = setUp({ lifetime })
      await rig.get()
      await rig.clock.advance(soft - 1)
      expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 1])
      await rig.clock.advance(1)
      rig.answer = never
      expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 2])

      const other = setUp({ lifetime })
      await other.get()
      await other.clock.advance(hard - 1)
      const slow = gate<PlainCredentials>()
      other.answer = () => slow.promise
      expect([await other.get(), other.calls.length]).toEqual(['STS.1', 2])

      const waiting = setUp({ lifetime })
      await waiting.get()
      await waiting.clock.advance(hard)
      expect([await waiting.get(), waiting.calls.length]).toEqual(['STS.2', 2])
    },
  )

  it('E13 asks once for 100 calls within a minute with sessions of 900 s, and about every ten minutes in an hour', async () => {
    const { get, calls, clock } = setUp({ lifetime: 900 * SECOND })
    for (let call = 0; call < 100; call++) {
      await get()
      if (call % 10 === 0) await clock.advance(6 * SECOND)
    }
    expect(calls).toHaveLength(1)
    for (let minute = 0; minute < 60; minute++) {
      await get()
      await clock.advance(MINUTE)
    }
    expect(calls.length).toBeLessThanOrEqual(7)
  })

  it('keeps the windows within their fractions when options ask for more', async () => {
    const rig = setUp({ lifetime: 30 * MINUTE, refreshWindow: HOUR, mandatoryWindow: HOUR })
    await rig.get()
    await rig.clock.advance(20 * MINUTE - 1)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 1])
    const narrow = setUp({ refreshWindow: 2 * MINUTE, mandatoryWindow: 0 })
    await narrow.get()
    await narrow.clock.advance(57 * MINUTE)
    expect([await narrow.get(), narrow.calls.length]).toEqual(['STS.1', 1])
  })

  it('E48 asks at most once a minute while the source answers the same expiration', async () => {
    const rig = setUp()
    const end = rig.clock.now() + 50 * MINUTE
    rig.answer = () => session(1, end)
    await rig.get()
    await rig.clock.advance(37 * MINUTE)
    for (let second = 0; second < 180; second++) {
      expect(await rig.get()).toBe('STS.1')
      await rig.clock.advance(SECOND)
    }
    expect(rig.calls).toHaveLength(4)
  })

  it('R26 refreshes credentials without expiration after 5 minutes, and serves them on while the source is down', async () => {
    const rig = setUp()
    rig.answer = () => ({ accessKeyId: `AK${rig.calls.length}`, accessKeySecret: 'secret' })
    expect(await rig.get()).toBe('AK1')
    await rig.clock.advance(5 * MINUTE)
    expect(await rig.get()).toBe('AK2')
    rig.answer = down
    await rig.clock.advance(HOUR)
    expect(await rig.get()).toBe('AK2')
    expect(rig.calls).toHaveLength(3)
  })

  it('returns a provider of these packages as it is', () => {
    const provider = fromAccessKey({ accessKeyId: 'LTAIexampleKey', accessKeySecret: 'secret' })
    expect(cached(provider)).toBe(provider)
    const own = cached(async () => session(1, 0))
    expect(cached(own)).toBe(own)
  })

  it('R73 takes a provider of another copy of the package for one of its own', () => {
    const foreign = Object.assign(async () => session(1, 0), { [Symbol.for('alibaba-cloud.peek')]: () => undefined })
    expect(cached(foreign)).toBe(foreign)
  })

  it('has the name of its option, else of the source, and gives it to credentials without one', async () => {
    const source = Object.assign(async () => ({ accessKeyId: 'AK', accessKeySecret: 'secret' }), { providerName: 'mine' })
    expect([cached(source).providerName, cached(source, { name: 'other' }).providerName]).toEqual(['mine', 'other'])
    expect(cached(async () => session(1, 0)).providerName).toBe('custom')
    expect((await cached(source)()).providerName).toBe('mine')
  })
})

describe('cached, when the source fails', () => {
  it('R20 serves the cached value, tells once, and asks again only after 300 to 600 s', async () => {
    for (const [random, pause] of [
      [0, 300],
      [1, 600],
    ] as const) {
      const rig = setUp({ lifetime: 6 * HOUR, random: () => random })
      await rig.get()
      await rig.clock.advance(5 * HOUR)
      rig.answer = down
      await rig.get()
      await rig.clock.advance(0)
      for (let tick = 0; tick < 10; tick++) {
        expect(await rig.get()).toBe('STS.1')
        await rig.clock.advance((pause * SECOND) / 10 - 1)
      }
      expect(rig.calls).toHaveLength(2)
      expect(rig.events.slice(1)).toEqual([
        { type: 'refresh-failed', provider: 'vault', code: 'ERR_NETWORK', message: 'sts down.', retryAfterMs: pause * SECOND },
      ])
      await rig.clock.advance(10)
      await rig.get()
      expect(rig.calls).toHaveLength(3)
    }
  })

  it('R20 ends the pause where the mandatory window begins; from there the pauses are 1 to 3 s', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(58 * MINUTE)
    rig.answer = down
    await rig.get()
    await rig.clock.advance(MINUTE)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 3])
    await rig.clock.advance(999)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 3])
    await rig.clock.advance(1)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 4])
  })

  it('E62 serves a valid value at once to callers whose try has failed', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(HOUR - 10 * SECOND)
    rig.answer = down
    expect(await rig.get()).toBe('STS.1')
  })

  it('serves a valid value to callers once the try has run for 1 s, and to later callers at once', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(HOUR - 30 * SECOND)
    const slow = gate<PlainCredentials>()
    rig.answer = () => slow.promise
    const settled = vi.fn()
    const waiting = rig.get()
    waiting.then(settled)
    await rig.clock.advance(999)
    expect(settled).not.toHaveBeenCalled()
    await rig.clock.advance(1)
    expect(await waiting).toBe('STS.1')
    expect(await rig.get()).toBe('STS.1')
    expect([rig.calls.length, rig.calls[1]?.signal?.aborted]).toEqual([2, false])
    slow.open(session(2, rig.clock.now() + HOUR))
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.2')
    expect(rig.clock.pending()).toBe(0)
  })

  it('E63 throws ERR_CREDENTIALS_EXPIRED once they have expired, naming provider, time and last failure, and asks every 1 to 3 s', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(2 * HOUR)
    rig.answer = down
    const error = await rig.provider().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED', provider: 'vault', retryable: true, cause: { code: 'ERR_NETWORK' } })
    expect((error as Error).message).toContain(
      'vault gave nothing new since its credentials expired at 2030-01-01T01:00:00.000Z: sts down.',
    )
    for (let call = 0; call < 100; call++) expect(await rig.get()).toBe('ERR_CREDENTIALS_EXPIRED')
    expect(rig.calls).toHaveLength(2)
    await rig.clock.advance(SECOND)
    await rig.get()
    expect(rig.calls).toHaveLength(3)
  })

  it('R19 lets callers wait for one try after expiry, and at most 5 s', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(2 * HOUR)
    const slow = gate<PlainCredentials>()
    rig.answer = () => slow.promise
    const first = rig.get()
    const second = rig.get()
    await rig.clock.advance(4 * SECOND)
    const third = rig.get()
    await rig.clock.advance(SECOND)
    expect(await Promise.all([first, second, third])).toEqual(Array(3).fill('ERR_CREDENTIALS_EXPIRED'))
    expect(await rig.get()).toBe('ERR_CREDENTIALS_EXPIRED')
    expect(rig.calls).toHaveLength(2)
    slow.open(session(2, rig.clock.now() + HOUR))
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.2')
  })

  it('R19 gives callers 5 s from expiry when the try began before it, and blames no failure of long ago', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = down
    await rig.get()
    await rig.clock.advance(8 * MINUTE)
    rig.answer = () => session(2, rig.clock.now() + HOUR)
    await rig.get()
    await rig.clock.advance(HOUR - 20 * SECOND)
    rig.answer = never
    const served = rig.get()
    await rig.clock.advance(SECOND)
    expect(await served).toBe('STS.2')
    const settled = vi.fn()
    await rig.clock.advance(19 * SECOND)
    const waiting = rig.provider().catch((error: unknown) => error)
    waiting.then(settled)
    await rig.clock.advance(4999)
    expect(settled).not.toHaveBeenCalled()
    await rig.clock.advance(1)
    expect(await waiting).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED' })
    expect(await waiting).not.toHaveProperty('cause')
  })

  it('R19 gives callers who wait after expiry the new value', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(2 * HOUR)
    expect(await Promise.all([rig.get(), rig.get()])).toEqual(['STS.2', 'STS.2'])
    expect(rig.calls).toHaveLength(2)
  })

  it('R22 serves an expired value only within maxStale, telling at most once a minute', async () => {
    const rig = setUp({ maxStale: 10 * MINUTE })
    await rig.get()
    await rig.clock.advance(HOUR + 1)
    rig.answer = down
    expect(await rig.get()).toBe('STS.1')
    for (let second = 0; second < 90; second++) {
      expect(await rig.get()).toBe('STS.1')
      await rig.clock.advance(SECOND)
    }
    expect(rig.events.filter(({ type }) => type === 'stale')).toEqual([
      { type: 'stale', provider: 'vault', expiredForMs: 1 },
      { type: 'stale', provider: 'vault', expiredForMs: MINUTE + 1 },
    ])
    await rig.clock.advance(9 * MINUTE)
    expect(await rig.get()).toBe('ERR_CREDENTIALS_EXPIRED')
  })

  it('R21 E66 takes an answer that has already expired for a failure, and serves the old value', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(55 * MINUTE)
    rig.answer = () => session(2, rig.clock.now() - 1)
    await rig.get()
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.1')
    expect(rig.events.at(-1)).toMatchObject({ type: 'refresh-failed', code: 'ERR_CREDENTIALS_EXPIRED' })
    const cold = setUp()
    cold.answer = () => session(1, cold.clock.now() - 1)
    expect(await cold.get()).toBe('ERR_CREDENTIALS_EXPIRED')
  })

  it('R23 E64 rejects a first call with the typed error of the source, which the next 1 to 3 s get, too', async () => {
    const rig = setUp({ random: () => 1 })
    const error = down()
    rig.answer = () => error
    await expect(rig.provider()).rejects.toBe(error)
    await rig.clock.advance(2999)
    await expect(rig.provider()).rejects.toBe(error)
    expect(rig.calls).toHaveLength(1)
    rig.answer = () => session(2, rig.clock.now() + HOUR)
    await rig.clock.advance(1)
    expect(await rig.get()).toBe('STS.2')
  })

  it('R31 never remembers that nothing is configured', async () => {
    const rig = setUp()
    rig.answer = absent
    expect(await Promise.all([rig.get(), rig.get()])).toEqual(Array(2).fill('ERR_CREDENTIALS_NOT_CONFIGURED'))
    expect(rig.calls).toHaveLength(1)
    rig.answer = () => session(2, rig.clock.now() + HOUR)
    expect(await rig.get()).toBe('STS.2')
    expect(rig.events.filter(({ type }) => type === 'refresh-failed')).toEqual([])
  })

  it('serves a valid value when the configuration is gone, and says so once it has expired', async () => {
    const rig = setUp()
    await rig.get()
    rig.answer = absent
    await rig.clock.advance(50 * MINUTE)
    await rig.get()
    await rig.clock.advance(MINUTE)
    expect(await rig.get()).toBe('STS.1')
    await rig.clock.advance(HOUR)
    expect(await rig.get()).toBe('ERR_CREDENTIALS_NOT_CONFIGURED')
  })

  it('R24 raises a decision at once instead of serving on, and 100 retries in a second make one contact', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = denied
    await rig.get()
    await rig.clock.advance(0)
    for (let call = 0; call < 100; call++) {
      expect(await rig.get()).toBe('ERR_CREDENTIALS_DENIED')
      await rig.clock.advance(9)
    }
    expect(rig.calls).toHaveLength(2)
  })

  it('takes a host that was not reached for an outage, whatever the reason', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = () => new TransportError('bad certificate.', { code: 'ERR_TLS', host: 'sts' })
    await rig.get()
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.1')
  })

  it('R3 makes a typed error of whatever a source throws, and keeps that as its cause', async () => {
    const thrown = new TypeError('boom')
    const rig = setUp()
    rig.answer = () => thrown
    const error = await rig.provider().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AlibabaCloudError)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_INVALID', provider: 'vault', cause: thrown })
    expect(JSON.stringify(error)).not.toContain('boom')
    const thrower = cached(() => {
      throw thrown
    })
    await expect(thrower()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_INVALID', cause: thrown })
  })

  it.each([
    [undefined, 'accessKeyId'],
    [null, 'accessKeyId'],
    ['text', 'accessKeyId'],
    [{ accessKeyId: 5, accessKeySecret: 'secret' }, 'accessKeyId'],
    [{ accessKeyId: 'AK', accessKeySecret: { no: 1 } }, 'accessKeySecret'],
    [{ accessKeyId: 'AK', accessKeySecret: 'secret', securityToken: ['t'] }, 'securityToken'],
    [{ accessKeyId: 'AK', accessKeySecret: 'secret', expiration: 'soon' }, 'expiration'],
  ])('R49 refuses the answer %j of a source with a typed error that names the field', async (answer, field) => {
    const error = await cached(async () => answer as PlainCredentials)().catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'CredentialsError', code: 'ERR_CREDENTIALS_INVALID', field, retryable: true })
  })

  it('R51 ends a source that takes too long, and frees everybody who waits', async () => {
    const rig = setUp({ timeout: 5000 })
    rig.answer = never
    const waiting = [rig.get(), rig.get()]
    await rig.clock.advance(5000)
    expect(await Promise.all(waiting)).toEqual(['ERR_TIMEOUT', 'ERR_TIMEOUT'])
    expect(rig.calls[0]?.signal?.aborted).toBe(true)
    expect(rig.clock.pending()).toBe(0)
  })
})

describe('cached, after a service rejected a key', () => {
  it('R25 drops the rejected key only, and all callers share one flight', async () => {
    const rig = setUp()
    await rig.get()
    const results = await Promise.all(Array.from({ length: 100 }, () => rig.get({ rejectedKeyId: 'STS.1' })))
    expect([new Set(results), rig.calls.length]).toEqual([new Set(['STS.2']), 2])
    expect(rig.calls[1]?.rejectedKeyId).toBe('STS.1')
    expect(await rig.get({ rejectedKeyId: 'STS.1' })).toBe('STS.2')
    expect(await rig.get({ rejectedKeyId: 'STS.0' })).toBe('STS.2')
    expect(rig.calls).toHaveLength(2)
  })

  it('R25 asks once a minute when the source gives the rejected key again', async () => {
    const rig = setUp()
    const end = rig.clock.now() + HOUR
    rig.answer = () => session(1, end)
    await rig.get()
    for (let call = 0; call < 50; call++) expect(await rig.get({ rejectedKeyId: 'STS.1' })).toBe('STS.1')
    expect(rig.calls).toHaveLength(2)
    await rig.clock.advance(MINUTE)
    await rig.get({ rejectedKeyId: 'STS.1' })
    expect(rig.calls).toHaveLength(3)
  })

  it('R25 asks the source although it is paused, as a rejected key is of no use', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = down
    await rig.get()
    await rig.clock.advance(0)
    expect(await rig.get({ rejectedKeyId: 'STS.1' })).toBe('ERR_NETWORK')
    expect(rig.calls).toHaveLength(3)
  })
})

describe('cached, when clocks jump', () => {
  it('R65 refreshes at the next call after the wall clock went 3 h ahead', async () => {
    const rig = setUp()
    await rig.get()
    rig.clock.setBy(3 * HOUR)
    expect(await rig.get()).toBe('STS.2')
    expect(rig.calls).toHaveLength(2)
  })

  it('R65 E67 trusts no value past its real life after the wall clock went back, and makes no busy loop', async () => {
    const rig = setUp()
    const end = rig.clock.now() + HOUR
    await rig.get()
    rig.clock.setBy(-3 * HOUR)
    await rig.clock.advance(HOUR - 30 * SECOND)
    rig.answer = down
    for (let call = 0; call < 100; call++) expect(await rig.get()).toBe('STS.1')
    expect(rig.calls).toHaveLength(2)
    await rig.clock.advance(MINUTE)
    expect(await rig.get()).toBe('ERR_CREDENTIALS_EXPIRED')
    rig.answer = () => session(9, end + 3 * HOUR)
    await rig.clock.advance(2 * SECOND)
    expect(await rig.get()).toBe('STS.9')
  })

  it('R65 keeps a pause short when the wall clock goes ahead and back again', async () => {
    const rig = setUp()
    rig.clock.setBy(3 * HOUR)
    rig.answer = down
    await rig.get()
    rig.clock.setBy(-3 * HOUR)
    await rig.clock.advance(SECOND)
    rig.answer = () => session(2, rig.clock.now() + HOUR)
    expect(await rig.get()).toBe('STS.2')
    await rig.clock.advance(30 * MINUTE)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.2', 2])
  })

  it('R72 refreshes when needed after 50 minutes of standing still, with no timer', async () => {
    const rig = setUp({ lifetime: 15 * MINUTE })
    await rig.get()
    expect(rig.clock.pending()).toBe(0)
    rig.clock.setBy(50 * MINUTE)
    expect(await rig.get()).toBe('STS.2')
  })
})

describe('cached, when callers leave', () => {
  it('R69 E65 rejects the one who aborts at once, and serves the others', async () => {
    const rig = setUp()
    const slow = gate<PlainCredentials>()
    rig.answer = () => slow.promise
    const leaving = new AbortController()
    const [one, two, three] = [rig.provider({ signal: leaving.signal }), rig.get(), rig.get({ signal: new AbortController().signal })]
    const reason = new Error('changed my mind')
    leaving.abort(reason)
    await expect(one).rejects.toBe(reason)
    expect(rig.calls[0]?.signal?.aborted).toBe(false)
    slow.open(session(1, rig.clock.now() + HOUR))
    expect(await Promise.all([two, three])).toEqual(['STS.1', 'STS.1'])
  })

  it('R69 cancels the source when all have left, which counts as no failure', async () => {
    const rig = setUp()
    rig.answer = never
    const leaving = new AbortController()
    const waiting = [rig.provider({ signal: leaving.signal }), rig.provider({ signal: leaving.signal })]
    leaving.abort()
    for (const call of waiting) await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    expect(rig.calls[0]?.signal?.aborted).toBe(true)
    rig.answer = () => session(2, rig.clock.now() + HOUR)
    expect(await rig.get()).toBe('STS.2')
    expect(rig.events).toHaveLength(1)
    expect(rig.clock.pending()).toBe(0)
  })

  it('starts anew for a caller who comes in the moment in which the last one leaves', async () => {
    const rig = setUp()
    rig.answer = never
    const leaving = new AbortController()
    const left = rig.get({ signal: leaving.signal })
    rig.answer = () => session(2, rig.clock.now() + HOUR)
    leaving.abort()
    expect(await rig.get()).toBe('STS.2')
    await left
  })

  it('lets a refresh in the background go on when a caller who joined it leaves', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(59 * MINUTE - 1)
    const slow = gate<PlainCredentials>()
    rig.answer = () => slow.promise
    await rig.get()
    await rig.clock.advance(1)
    const leaving = new AbortController()
    const joined = rig.provider({ signal: leaving.signal })
    leaving.abort()
    await expect(joined).rejects.toMatchObject({ name: 'AbortError' })
    expect(rig.calls[1]?.signal?.aborted).toBe(false)
    slow.open(session(2, rig.clock.now() + HOUR))
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.2')
  })

  it('R70 makes no request for a signal that has aborted, and keeps its reason', async () => {
    const rig = setUp()
    const reason = { any: 'value' }
    await expect(rig.provider({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(rig.calls).toHaveLength(0)
    await rig.get()
    await expect(rig.provider({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('R68 leaves no listener on a signal that is used for 10,000 calls', async () => {
    const rig = setUp({ lifetime: 60 * SECOND })
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }
    for (let call = 0; call < 10_000; call++) {
      await rig.provider({ signal })
      if (call % 500 === 0) await rig.clock.advance(55 * SECOND)
    }
    expect(rig.calls.length).toBeGreaterThan(10)
    expect(listeners).toBe(0)
  })
})

describe('cached, and the process around it', () => {
  it('R64 survives a background refresh that rejects and a listener that throws', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const rig = setUp({
      onEvent: () => {
        throw new Error('listener')
      },
      waitUntil: () => {
        throw new Error('waitUntil')
      },
    })
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = down
    expect(await rig.get()).toBe('STS.1')
    await rig.clock.advance(MINUTE)
    expect(await rig.get()).toBe('STS.1')
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('tells of each refresh, once', async () => {
    const rig = setUp()
    await Promise.all([rig.get(), rig.get()])
    expect(rig.events).toEqual([{ type: 'refreshed', provider: 'vault', expiration: new Date('2030-01-01T01:00:00Z') }])
  })

  it('hands a refresh in the background to waitUntil, which never rejects', async () => {
    const works: Promise<unknown>[] = []
    const rig = setUp({ waitUntil: (work) => works.push(work), isolatedRequests: true })
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = down
    expect(await rig.get()).toBe('STS.1')
    expect(works).toHaveLength(2)
    await expect(Promise.all(works)).resolves.toBeDefined()
  })
})

describe('cached, where requests are isolated', () => {
  it('refreshes nothing in the background without waitUntil, but makes callers wait in the mandatory window', async () => {
    const rig = setUp({ isolatedRequests: true })
    await rig.get()
    await rig.clock.advance(58 * MINUTE)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.1', 1])
    await rig.clock.advance(90 * SECOND)
    expect([await rig.get(), rig.calls.length]).toEqual(['STS.2', 2])
  })

  it('lets a caller wait 1 s for the flight of another request, then starts its own; the first result is stored', async () => {
    const rig = setUp({ isolatedRequests: true })
    const answers = [gate<PlainCredentials>(), gate<PlainCredentials>()]
    rig.answer = () => answers[rig.calls.length - 1]?.promise ?? never()
    const first = rig.get()
    await rig.clock.advance(500)
    const second = rig.get()
    await rig.clock.advance(999)
    expect(rig.calls).toHaveLength(1)
    await rig.clock.advance(1)
    expect(rig.calls).toHaveLength(2)
    answers[1]?.open(session(2, rig.clock.now() + HOUR))
    expect(await second).toBe('STS.2')
    answers[0]?.open(session(1, rig.clock.now() + HOUR))
    expect(await first).toBe('STS.2')
    expect(await rig.get()).toBe('STS.2')
  })

  it('does not let a flight that never settles stand in the way of later requests', async () => {
    const rig = setUp({ isolatedRequests: true })
    await rig.get()
    await rig.clock.advance(HOUR - 30 * SECOND)
    rig.answer = never
    const cut = rig.get()
    await rig.clock.advance(SECOND)
    expect(await cut).toBe('STS.1')
    rig.answer = () => session(3, rig.clock.now() + HOUR)
    expect(await rig.get()).toBe('STS.3')
  })

  it('is so by default on Cloudflare Workers', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })
    const rig = setUp()
    vi.unstubAllGlobals()
    await rig.get()
    await rig.clock.advance(58 * MINUTE)
    await rig.get()
    expect(rig.calls).toHaveLength(1)
  })
})

describe('cached, with the clocks of the platform', () => {
  it('R66 leaves no timer behind and needs none', async () => {
    vi.useFakeTimers()
    try {
      const lifetime = 15 * MINUTE
      let calls = 0
      const provider = cached(async () => session(++calls, Date.now() + lifetime))
      expect((await provider()).accessKeyId).toBe('STS.1')
      expect(vi.getTimerCount()).toBe(0)
      vi.advanceTimersByTime(lifetime)
      expect((await provider()).accessKeyId).toBe('STS.2')
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})
