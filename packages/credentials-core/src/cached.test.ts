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

/** Sessions `STS.1`, `STS.2`, … that live for an hour. What happens when is told in `../test/refresh-corpus.json`. */
function setUp(options: CacheOptions = {}): Rig {
  const clock = createFakeClock()
  const events: CredentialEvent[] = []
  const calls: ResolveOptions[] = []
  const rig: Rig = {
    clock,
    events,
    calls,
    answer: () => session(calls.length, clock.now() + HOUR),
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
const never = (): Promise<never> => new Promise(() => {})

describe('cached, while all is well', () => {
  it('gives the same object again without asking the source', async () => {
    const { provider, calls, clock } = setUp()
    const first = await provider()
    await clock.advance(44 * MINUTE)
    expect(await provider()).toBe(first)
    expect(calls).toHaveLength(1)
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
  it('R20 tells of a failed refresh with its code, its message and the pause', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = down
    await rig.get()
    await rig.clock.advance(0)
    expect(rig.events.slice(1)).toEqual([
      { type: 'refresh-failed', provider: 'vault', code: 'ERR_NETWORK', message: 'sts down.', retryAfterMs: 5 * MINUTE },
    ])
  })

  it('E63 throws ERR_CREDENTIALS_EXPIRED once they have expired, naming provider, time and last failure', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(2 * HOUR)
    rig.answer = down
    const error = await rig.provider().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED', provider: 'vault', retryable: true, cause: { code: 'ERR_NETWORK' } })
    expect((error as Error).message).toContain(
      'vault gave nothing new since its credentials expired at 2030-01-01T01:00:00.000Z: sts down.',
    )
  })

  it('E63 blames no failure of long ago when the last try has no end', async () => {
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
    await rig.clock.advance(19 * SECOND)
    const waiting = rig.provider().catch((error: unknown) => error)
    await rig.clock.advance(5 * SECOND)
    expect(await waiting).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED' })
    expect(await waiting).not.toHaveProperty('cause')
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

  it('R3 quotes nothing of what reading an answer throws', async () => {
    const thrown = new TypeError('canary in a getter')
    const answer = Object.defineProperty({ accessKeyId: 'AK' }, 'accessKeySecret', {
      get() {
        throw thrown
      },
    })
    const error = await cached(async () => answer as PlainCredentials)().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_INVALID', cause: thrown })
    expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toContain('canary')
  })

  it('R24 serves keys without an end no longer once nothing is configured, and asks again at each call', async () => {
    const rig = setUp()
    const gone = new CredentialsError('Gone.', { code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'vault', skippable: true })
    rig.answer = () => ({ accessKeyId: 'AK', accessKeySecret: 'secret' })
    await rig.get()
    await rig.clock.advance(4 * MINUTE)
    rig.answer = () => gone
    await rig.get()
    await rig.clock.advance(0)
    await expect(rig.provider()).rejects.toBe(gone)
    await expect(rig.provider()).rejects.toBe(gone)
    expect(rig.calls).toHaveLength(4)
  })

  it('R20 serves keys with an end on while nothing is configured', async () => {
    const rig = setUp()
    await rig.get()
    await rig.clock.advance(50 * MINUTE)
    rig.answer = () => new CredentialsError('Gone.', { code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'vault', skippable: true })
    await rig.get()
    await rig.clock.advance(0)
    expect(await rig.get()).toBe('STS.1')
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
})

describe('cached, when callers leave', () => {
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
})

describe('cached, and the process around it', () => {
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

describe('cached, and its settings', () => {
  const source = async (): Promise<PlainCredentials> => ({ accessKeyId: 'AK', accessKeySecret: 'secret' })

  it.each([
    ['max_stale', 5],
    ['timeout', -5],
    ['timeout', Number.NaN],
    ['maxStale', null],
    ['maxStale', '1000'],
    ['refreshWindow', Number.NaN],
    ['refreshWindow', Number.POSITIVE_INFINITY],
    ['mandatoryWindow', -1],
    ['assumedLifetime', 0],
    ['name', {}],
    ['now', null],
    ['monotonic', 5],
    ['after', 'later'],
    ['random', 0.5],
    ['onEvent', {}],
    ['waitUntil', true],
    ['isolatedRequests', 'false'],
  ])('refuse %s: %j at once, by its name', (name, value) => {
    expect(() => cached(source, { [name]: value } as CacheOptions)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: name }),
    )
  })

  it('refuse null in their place, and a source whose name is no text', () => {
    const named = Object.assign(async () => source(), { providerName: {} }) as never
    expect(() => cached(named)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'providerName' }))
    expect(() => cached(source, null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'options' }))
  })

  it.each(['maxStale', 'timeout', 'assumedLifetime'])('take Infinity as %s', async (name) => {
    const { accessKeyId } = await cached(async () => source(), { [name]: Number.POSITIVE_INFINITY })()
    expect(accessKeyId).toBe('AK')
  })

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY])(
    'reject when the time is %s, instead of going round for ever',
    async (time) => {
      for (const name of ['now', 'monotonic']) {
        const provider = cached(async () => source(), { [name]: () => time as number })
        await expect(provider()).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'now' })
      }
    },
  )

  it.each([Number.NaN, -5, undefined])('pause after a failure whatever number random gives, such as %s', async (number) => {
    const rig = setUp({ random: () => number as number })
    rig.answer = () => {
      if (rig.calls.length > 5) throw new Error('no pause')
      return down()
    }
    expect([await rig.get(), await rig.get(), rig.calls.length]).toEqual(['ERR_NETWORK', 'ERR_NETWORK', 1])
  })

  it('R11 a call with null or with something that is no signal is refused by name', async () => {
    const provider = cached(async () => source())
    await expect(provider(null as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options' })
    await expect(provider({ signal: {} } as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'signal' })
  })
})
