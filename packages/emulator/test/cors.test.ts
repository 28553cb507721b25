import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import type { CorsOption } from '../src/http/cors.ts'
import { startEmulator } from '../src/start-emulator.ts'

const ORIGIN = 'https://page.example'

let emulator: Emulator

const start = async (cors?: CorsOption): Promise<void> => {
  emulator = await startEmulator({ cors })
}

const preflight = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${emulator.url}${path}`, { method: 'OPTIONS', headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST', ...headers } })

const allowed = (answer: Response): string | null => answer.headers.get('access-control-allow-origin')

afterEach(() => emulator.close())

describe('by default', () => {
  beforeEach(() => start())

  test.each(['/', '/bucket/', '/latest/api/token', '/credentials'])('a preflight of %s allows what was asked for', async (path) => {
    const answer = await preflight(path, { 'Access-Control-Request-Headers': 'x-acs-action,authorization' })
    expect([answer.status, allowed(answer), answer.headers.get('access-control-allow-headers')]).toEqual([
      204,
      '*',
      'x-acs-action,authorization',
    ])
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST')
    expect(emulator.requests[0]).toMatchObject({ service: 'cors', action: 'Preflight' })
  })

  test('a public page may reach this machine', async () => {
    expect(
      (await preflight('/', { 'Access-Control-Request-Private-Network': 'true' })).headers.get('access-control-allow-private-network'),
    ).toBe('true')
  })

  test.each([
    ['an answer', '/credentials', 200],
    ['a refusal of the gateway', '/', 400],
    ['a refusal of object storage', '/bucket/object', 404],
    ['a refusal of the metadata service', '/latest/nothing', 404],
  ])('%s can be read by a page', async (_, path, status) => {
    const answer = await fetch(`${emulator.url}${path}`, { headers: { Origin: ORIGIN } })
    expect([answer.status, allowed(answer)]).toEqual([status, '*'])
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-acs-request-id')
  })

  test('a scripted fault can be read by a page', async () => {
    emulator.faults.add({ effect: { status: 503 } })
    expect(allowed(await fetch(emulator.credentialsUri))).toBe('*')
  })
})

test('only the pages of a list may call', async () => {
  await start([ORIGIN])
  expect(allowed(await fetch(emulator.credentialsUri, { headers: { Origin: ORIGIN } }))).toBe(ORIGIN)
  const other = await fetch(emulator.credentialsUri, { headers: { Origin: 'https://other.example' } })
  expect([allowed(other), other.headers.get('vary')]).toEqual([null, 'Origin'])
})

test('no page may call', async () => {
  await start(false)
  expect(allowed(await preflight('/'))).toBeNull()
  expect(allowed(await fetch(emulator.credentialsUri, { headers: { Origin: ORIGIN } }))).toBeNull()
})
