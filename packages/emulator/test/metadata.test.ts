import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import type { MetadataOptions } from '../src/metadata/metadata-route.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { callAcs3, STS } from './signed-call.ts'
import { createTestClock, MINUTE, type TestClock } from './test-clock.ts'

const ROLES = '/latest/meta-data/ram/security-credentials/'
const HOUR = 60 * MINUTE

let clock: TestClock
let emulator: Emulator

const start = async (metadata: MetadataOptions = {}): Promise<void> => {
  clock = createTestClock()
  emulator = await startEmulator({ clock, metadata })
}

const get = (path: string, token?: string): Promise<Response> =>
  fetch(`${emulator.url}${path}`, token === undefined ? {} : { headers: { 'X-aliyun-ecs-metadata-token': token } })

const getToken = async (ttl: string): Promise<Response> =>
  fetch(`${emulator.url}/latest/api/token`, { method: 'PUT', headers: { 'X-aliyun-ecs-metadata-token-ttl-seconds': ttl } })

const works = async (body: Record<string, string>): Promise<boolean> => {
  const { AccessKeyId = '', AccessKeySecret = '', SecurityToken } = body
  const key = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken }
  return (await callAcs3(emulator.url, key, { action: 'GetCallerIdentity', version: STS, now: clock.now() })).status === 200
}

afterEach(() => emulator.close())

describe('the metadata service', () => {
  beforeEach(() => start())

  test('E36 names the role and gives its working keys, with a token', async () => {
    const token = await (await getToken('21600')).text()
    expect(await (await get(ROLES, token)).text()).toBe('emulator')
    const body = await (await get(`${ROLES}emulator`, token)).json()
    expect(body).toMatchObject({ Code: 'Success', Expiration: '2026-01-02T09:04:05Z', LastUpdated: '2026-01-02T03:04:05Z' })
    expect(await works(body)).toBe(true)
  })

  test('E37 answers without a token too', async () => {
    expect(await (await get(ROLES)).text()).toBe('emulator')
    expect(await works(await (await get(`${ROLES}emulator`)).json())).toBe(true)
  })

  test.each(['0', '21601', '-1', 'x', ''])('refuses a token life of %o', async (ttl) => {
    expect((await getToken(ttl)).status).toBe(400)
  })

  test('answers 405 to a GET of the token', async () => {
    expect((await get('/latest/api/token')).status).toBe(405)
    expect((await fetch(`${emulator.url}${ROLES}`, { method: 'POST' })).status).toBe(405)
  })

  test('refuses a token that has ended or was never issued', async () => {
    const token = await (await getToken('60')).text()
    expect((await get(ROLES, token)).status).toBe(200)
    clock.advance(MINUTE)
    expect((await get(ROLES, token)).status).toBe(401)
    expect((await get(ROLES, 'made-up')).status).toBe(401)
  })

  test('knows no other role and no other path', async () => {
    expect((await get(`${ROLES}other`)).status).toBe(404)
    expect((await get(`${ROLES}%zz`)).status).toBe(404)
    expect((await get(ROLES.slice(0, -1))).status).toBe(404)
    expect((await get('/latest/meta-data/')).status).toBe(404)
  })

  test('E48 gives the same keys until half an hour before their end', async () => {
    const read = async (): Promise<string> => (await (await get(`${ROLES}emulator`)).json()).AccessKeyId
    const first = await read()
    clock.advance(5.4 * HOUR)
    expect(await read()).toBe(first)
    clock.advance(0.2 * HOUR)
    expect(await read()).not.toBe(first)
  })
})

test('in hardened mode requests without token get 403', async () => {
  await start({ hardenedOnly: true })
  expect((await get(ROLES)).status).toBe(403)
  expect((await get(`${ROLES}emulator`)).status).toBe(403)
  expect((await get(ROLES, await (await getToken('60')).text())).status).toBe(200)
})

test('E44 without a role there is 404', async () => {
  await start({ roleName: null })
  expect((await get(ROLES)).status).toBe(404)
})

test('the role may have any name, and its keys any life', async () => {
  await start({ roleName: 'EcsRamRoleTest', lifetimeSeconds: 1200 })
  expect(await (await get(ROLES)).text()).toBe('EcsRamRoleTest')
  const body = await (await get(`${ROLES}EcsRamRoleTest`)).json()
  expect(body.Expiration).toBe('2026-01-02T03:24:05Z')
  expect(emulator.roles.map((role) => role.name)).toEqual(['emulator', 'EcsRamRoleTest'])
})

describe('the credentials URI', () => {
  beforeEach(() => start())

  test('E50 gives fresh keys that work, to GET only', async () => {
    const body = await (await fetch(emulator.credentialsUri)).json()
    expect(body).toMatchObject({ Code: 'Success', Expiration: '2026-01-02T04:04:05Z' })
    expect(await works(body)).toBe(true)
    expect((await fetch(emulator.credentialsUri, { method: 'POST' })).status).toBe(405)
  })
})
