import { describe, expect, it, vi } from 'vitest'
import { cached } from './cached.ts'
import { chain, createChain } from './chain.ts'
import type { ChainError } from './chain-error.ts'
import type { PlainCredentials } from './credentials.ts'
import { peekCredentials } from './define-provider.ts'
import { CredentialsError, TransportError } from './errors.ts'
import type { CredentialEvent } from './events.ts'
import { fromAccessKey } from './from-access-key.ts'
import { fromEnv } from './from-env.ts'
import type { CredentialProvider, ResolveOptions } from './provider.ts'
import { createFakeClock, findCanary } from './testing.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const key = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: SECRET }
const good = fromAccessKey(key)
const absent = (name: string): CredentialsError =>
  new CredentialsError(`Nothing for ${name}.`, {
    code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
    provider: name,
    field: `VARIABLE_OF_${name}`,
    skippable: true,
    hint: 'Set it.',
  })
const denied = new CredentialsError('Role denied.', { code: 'ERR_CREDENTIALS_DENIED', provider: 'oidc', hint: 'Ask an admin.' })

/** A provider that counts its calls and does what `act` says. */
function link(name: string, act: (options?: ResolveOptions) => Promise<PlainCredentials>): CredentialProvider & { calls: () => number } {
  let calls = 0
  const source = async (options?: ResolveOptions): Promise<PlainCredentials> => {
    calls++
    return act(options)
  }
  return Object.assign(cached(source, { name }), { calls: () => calls })
}
const failing = (name: string, error: unknown): ReturnType<typeof link> => link(name, () => Promise.reject(error))
const failure = (provider: CredentialProvider): Promise<ChainError> =>
  provider().then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )

describe('chain', () => {
  it.each([
    ['alone', []],
    ['after another link', [failing('first', absent('first'))]],
  ])('E93 refuses to be a link of its own, %s', async (_, before) => {
    const links: CredentialProvider[] = [...before]
    const own = createChain(() => links)
    links.push(cached(() => own(), { name: 'loop' }))
    expect(await failure(own)).toMatchObject({ code: 'ERR_PROFILE_CYCLE', message: expect.stringContaining('loop') })
  })

  it('E93 refuses a winner that comes to depend on it', async () => {
    const clock = createFakeClock()
    let next = async (): Promise<PlainCredentials> => key
    const own = createChain([cached(() => next(), { ...clock, name: 'loop' })], clock)
    await own()
    next = () => own()
    await clock.advance(3_600_000)
    await expect(own()).rejects.toMatchObject({ code: 'ERR_PROFILE_CYCLE' })
  })

  it.each([
    ['lenient', 'false'],
    ['lenient', null],
    ['now', null],
    ['onEvent', {}],
    ['max_stale', 5],
  ])('refuses the setting %s: %j by its name', (name, value) => {
    expect(() => createChain([], { [name]: value })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: name }))
    expect(() => createChain([], null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'options' }))
  })

  it('gives what the first configured provider gives, and asks no further', async () => {
    const last = link('last', async () => key)
    const provider = chain(failing('first', absent('first')), good, last)
    expect(await provider()).toBe(await good())
    expect([provider.providerName, last.calls()]).toEqual(['chain', 0])
  })

  it('remembers the winner, and asks only that one from then on', async () => {
    const first = failing('first', absent('first'))
    const provider = chain(first, good)
    for (let call = 0; call < 5; call++) await provider()
    expect(first.calls()).toBe(1)
    expect(peekCredentials(provider)).toBe(await good())
  })

  it('R31 E72 remembers no failure: the next call succeeds once the environment is fixed', async () => {
    const env: Record<string, string> = {}
    const provider = chain(fromEnv({ env }), failing('other', absent('other')))
    expect(await failure(provider)).toMatchObject({ name: 'ChainError', code: 'ERR_CREDENTIALS_EXHAUSTED' })
    Object.assign(env, { ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET })
    expect(await provider()).toMatchObject({ accessKeyId: key.accessKeyId })
  })

  it('R33 E71 serves 50 concurrent first calls with one contact a link', async () => {
    const slow = link('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      throw absent('slow')
    })
    const last = link('last', async () => key)
    const provider = chain(slow, last)
    const all = await Promise.all(Array.from({ length: 50 }, () => provider()))
    expect([new Set(all).size, slow.calls(), last.calls()]).toEqual([1, 1, 1])
  })

  it('R34 stops at a link that is configured but broken, with its code, and keeps it as the cause', async () => {
    const last = link('last', async () => key)
    const error = await failure(chain(failing('env', absent('env')), failing('oidc', denied), last))
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_DENIED', skippable: false, hint: 'Ask an admin.', cause: denied })
    expect(error.links.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['env', 'skipped'],
      ['oidc', 'failed'],
    ])
    expect(last.calls()).toBe(0)
  })

  it('R34 goes on after a broken link in lenient mode', async () => {
    const provider = createChain([failing('oidc', denied), good], { lenient: true })
    expect(await provider()).toBe(await good())
    const error = await failure(createChain([failing('oidc', denied)], { lenient: true }))
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED', skippable: false })
  })

  it('stops at an error that is not of the family, which it wraps', async () => {
    const boom = new TypeError(SECRET)
    const error = await failure(chain(failing('mine', boom), good))
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_INVALID', cause: { provider: 'mine', cause: boom } })
    expect(findCanary(SECRET, error.message, JSON.stringify(error), error.links)).toEqual([])
  })

  it('R35 lists every link in order: outcome, reason, what was looked at, time and hint, on one screen', async () => {
    const asked = new TransportError('metadata gave no answer.', { code: 'ERR_TIMEOUT', host: 'metadata' })
    const unreachable = new CredentialsError('Not on ECS.', {
      code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
      provider: 'ecs_ram_role',
      skippable: true,
      attempts: [{ host: 'metadata', ms: 1000 }],
      cause: asked,
    })
    const clock = createFakeClock()
    const slow = link('ecs_ram_role', async () => {
      await clock.sleep(1000)
      throw unreachable
    })
    const provider = createChain([fromEnv({ env: {} }), slow], { ...clock, name: 'default' })
    const waiting = failure(provider)
    await clock.advance(1000)
    const error = await waiting
    expect(error.links).toEqual([
      {
        name: 'env',
        outcome: 'skipped',
        reason: 'Not set: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
        lookedAt: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
        ms: 0,
        hint: 'Set the variable, or give the value in code.',
      },
      { name: 'ecs_ram_role', outcome: 'tried', reason: 'Not on ECS.', lookedAt: undefined, ms: 1000, hint: '' },
    ])
    expect(error.message).toBe(
      `No credentials from default:
  env skipped (0 ms): Not set: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET.
  ecs_ram_role tried (1000 ms): Not on ECS.
  Set the variable, or give the value in code.`,
    )
    expect(error).toMatchObject({ provider: 'default', skippable: true, retryable: false, attempts: [{ host: 'metadata', ms: 1000 }] })
  })

  it('R35 keeps its message within one screen, whatever its links say', async () => {
    const wordy = (name: string): CredentialProvider =>
      failing(name, new CredentialsError('x'.repeat(5000), { ...absent(name), provider: name, skippable: true }))
    const error = await failure(chain(...['a', 'b', 'c', 'd', 'e', 'f'].map(wordy), chain(failing('g', absent('g')))))
    expect(error.message.length).toBeLessThan(24 * 100)
    expect(error.message.split('\n').length).toBeLessThan(24)
  })

  it('is skippable inside another chain when nothing is configured', async () => {
    expect(await chain(chain(failing('inner', absent('inner'))), good)()).toBe(await good())
  })

  it('asks all links once more when the winner is no longer configured, and only then', async () => {
    const env: Record<string, string> = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIfromEnvironment', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }
    const last = link('last', async () => key)
    const provider = chain(fromEnv({ env }), last)
    expect(await provider()).toMatchObject({ accessKeyId: 'LTAIfromEnvironment' })
    delete env.ALIBABA_CLOUD_ACCESS_KEY_ID
    expect(await provider()).toMatchObject(key)

    let broken = false
    const winner = link('winner', async () => {
      if (broken) throw denied
      return { ...key, expiration: Date.now() + 50 }
    })
    const stuck = chain(winner, last)
    await stuck()
    broken = true
    await expect(stuck({ rejectedKeyId: key.accessKeyId })).rejects.toBe(denied)
    expect(last.calls()).toBe(1)
  })

  it('asks a winner that is no longer configured like any other link from then on', async () => {
    let configured = true
    const winner = link('winner', async () => {
      if (!configured) throw absent('winner')
      return key
    })
    const provider = chain(winner)
    await provider()
    configured = false
    await expect(provider({ rejectedKeyId: key.accessKeyId })).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    const before = winner.calls()
    await failure(provider)
    expect(winner.calls()).toBe(before + 1)
  })

  it('passes a rejected key id on to the winner', async () => {
    let number = 0
    const inner = link('inner', async () => ({ ...key, accessKeyId: `LTAI${++number}` }))
    const provider = chain(inner)
    await provider()
    expect(await provider({ rejectedKeyId: 'LTAI1' })).toMatchObject({ accessKeyId: 'LTAI2' })
  })

  it('R69 R70 lets one caller leave alone, and cancels the links when all have left', async () => {
    const signals: (AbortSignal | undefined)[] = []
    const hanging = link('hanging', (options) => {
      signals.push(options?.signal)
      return new Promise(() => {})
    })
    const last = link('last', async () => key)
    const onEvent = vi.fn()
    const provider = createChain([hanging, last], { onEvent, lenient: true })
    const [one, two] = [new AbortController(), new AbortController()]
    const first = provider({ signal: one.signal })
    const second = provider({ signal: two.signal })
    one.abort(new Error('one'))
    await expect(first).rejects.toThrow('one')
    expect(signals[0]?.aborted).toBe(false)
    two.abort(new Error('two'))
    await expect(second).rejects.toThrow('two')
    expect(signals[0]?.aborted).toBe(true)
    await new Promise((resolve) => setTimeout(resolve))
    expect([last.calls(), onEvent.mock.calls]).toEqual([0, []])
    const reason = new Error('before')
    await expect(provider({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(hanging.calls()).toBe(1)
  })

  it('takes any async function and any object with getCredential()', async () => {
    expect(await chain(async () => key)()).toMatchObject(key)
    expect(await chain({ getCredential: async () => key })()).toMatchObject(key)
  })

  it('tells what became of each link, and survives a listener that throws', async () => {
    const events: CredentialEvent[] = []
    const onEvent = vi.fn((event: CredentialEvent) => {
      events.push(event)
      throw new Error('listener')
    })
    const provider = createChain([failing('first', absent('first')), good], { onEvent })
    await provider()
    await provider()
    expect(events).toMatchObject([
      {
        type: 'chain',
        links: [
          { name: 'first', outcome: 'skipped' },
          { name: 'static_ak', outcome: 'selected' },
        ],
      },
    ])
    expect(findCanary(SECRET, events)).toEqual([])
  })

  it('lets a request wait 1 s for the flight of another where requests are isolated, then starts its own', async () => {
    const clock = createFakeClock()
    const gates: (() => void)[] = []
    const slow: CredentialProvider = Object.assign(
      () =>
        new Promise<Awaited<ReturnType<typeof good>>>((resolve) => {
          gates.push(() => resolve(good()))
        }),
      { [Symbol.for('alibaba-cloud.peek')]: () => undefined },
    )
    const provider = createChain([slow], { ...clock, isolatedRequests: true })
    provider()
    const second = provider()
    await clock.advance(999)
    expect(gates).toHaveLength(1)
    await clock.advance(1)
    expect(gates).toHaveLength(2)
    gates[1]?.()
    expect(await second).toBe(await good())
  })

  it('says that nothing was given when there are no links', async () => {
    expect(await failure(chain())).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED', links: [] })
  })
})
