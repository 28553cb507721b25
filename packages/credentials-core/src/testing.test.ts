import { describe, expect, it } from 'vitest'
import { createFakeClock, createScriptedFetch, findCanary } from './testing.ts'

describe('createFakeClock', () => {
  it('runs timers in order as time passes, with what follows from each', async () => {
    const clock = createFakeClock(1000)
    const seen: (string | number)[] = []
    clock.after(20, () => seen.push('b', clock.now()))
    clock.after(10, () => {
      seen.push('a', clock.now())
      clock.after(5, () => seen.push('inner', clock.now()))
    })
    const cancel = clock.after(15, () => seen.push('never'))
    cancel()
    await clock.advance(30)
    expect(seen).toEqual(['a', 1010, 'inner', 1015, 'b', 1020])
    expect([clock.now(), clock.monotonic(), clock.pending()]).toEqual([1030, 30, 0])
  })

  it('sets the wall clock alone', () => {
    const clock = createFakeClock(1000)
    clock.setBy(-500)
    expect([clock.now(), clock.monotonic()]).toEqual([500, 0])
  })

  it('sleeps, and wakes at once when the signal aborts', async () => {
    const clock = createFakeClock()
    const slept = clock.sleep(100)
    await clock.advance(100)
    await expect(slept).resolves.toBeUndefined()
    const caller = new AbortController()
    const woken = clock.sleep(100, caller.signal)
    caller.abort(new Error('up'))
    await expect(woken).rejects.toThrow('up')
    await expect(clock.sleep(1, caller.signal)).rejects.toThrow('up')
    expect(clock.pending()).toBe(0)
  })
})

describe('createScriptedFetch', () => {
  it('records requests and gives the answers in order', async () => {
    const fetch = createScriptedFetch([
      { status: 503, headers: { 'Retry-After': '1' }, body: 'busy' },
      () => ({ body: { a: 1 } }),
      { error: new Error('reset') },
    ])
    const first = await fetch('http://localhost/a', { method: 'PUT', body: 'x' })
    expect([first.status, first.headers.get('retry-after'), await first.text()]).toEqual([503, '1', 'busy'])
    const second = await fetch('http://localhost/b')
    expect(new TextDecoder().decode(await second.arrayBuffer())).toBe('{"a":1}')
    await expect(fetch('http://localhost/c')).rejects.toThrow('reset')
    await expect(fetch('http://localhost/d')).rejects.toThrow('no answer to request 4')
    expect(fetch.requests.map(({ url, method }) => [url, method])).toEqual([
      ['http://localhost/a', 'PUT'],
      ['http://localhost/b', undefined],
      ['http://localhost/c', undefined],
      ['http://localhost/d', undefined],
    ])
  })

  it('answers every request with a function, and ends a hanging one with its signal', async () => {
    const fetch = createScriptedFetch(({ url }) => (url.endsWith('hang') ? { hang: true } : { body: url }))
    expect(await (await fetch('http://localhost/x')).text()).toBe('http://localhost/x')
    const caller = new AbortController()
    const hanging = fetch('http://localhost/hang', { signal: caller.signal })
    caller.abort(new Error('enough'))
    await expect(hanging).rejects.toThrow('enough')
  })
})

describe('findCanary', () => {
  const secret = 'canarySecret7f3Kq9/ZbT2mXv5Lp8'
  const bytes = new TextEncoder().encode(secret)

  it.each([
    ['text', `before ${secret} after`],
    ['twelve characters of it', secret.slice(5, 17)],
    ['a member', { a: { b: [secret] } }],
    ['a hidden member', Object.defineProperty({}, 'x', { value: secret })],
    ['a symbol member', { [Symbol('x')]: secret }],
    ['the name of a member', { [secret]: 1 }],
    ['a map', new Map([['k', secret]])],
    ['the cause of an error', new Error('x', { cause: new Error(secret) })],
    ['what toJSON gives', { toJSON: () => secret }],
    ['what toString gives', { toString: () => secret }],
    ['a property of a function', Object.assign(() => {}, { secret })],
    ['bytes', bytes],
    ['base64', `x${btoa(secret)}`],
    ['base64 of a longer text', btoa(`k=${secret}&v`)],
    ['hex', [...bytes].map((byte) => byte.toString(16)).join('')],
    ['a URL', `http://x/?s=${encodeURIComponent(secret)}`],
  ])('finds it in %s', (_, value) => {
    expect(findCanary(secret, 'clean', value)).not.toEqual([])
  })

  it('finds nothing in clean values, and survives cycles and getters that throw', () => {
    const cycle: Record<string, unknown> = { text: secret.slice(0, 11) }
    cycle.self = cycle
    const hostile = Object.defineProperty({}, 'x', {
      get: () => {
        throw new Error('no')
      },
    })
    expect(findCanary(secret, cycle, hostile, null, undefined, 5, () => secret)).toEqual([])
  })
})
