import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import type { FaultEffect, FaultRule } from '../src/faults/fault-rule.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { type RawAnswer, rawRequest, sendRaw } from './raw-http.ts'
import { type Answer, callV1, OPEN_PLATFORM, STS } from './signed-call.ts'
import { createTestClock, MINUTE, type TestClock } from './test-clock.ts'

let clock: TestClock
let emulator: Emulator

beforeEach(async () => {
  clock = createTestClock()
  emulator = await startEmulator({ clock, ocr: { answer: async () => ({ Read: true }) } })
})

afterEach(() => emulator.close())

const identify = (nonce?: string): Promise<Answer> =>
  callV1(emulator.url, emulator.accounts[0], { action: 'GetCallerIdentity', version: STS, now: clock.now(), ...(nonce ? { nonce } : {}) })

const script = (effect: FaultEffect, rule: Omit<FaultRule, 'effect'> = {}): (() => void) => emulator.faults.add({ ...rule, effect })

/** Asks the credentials URI over a bare socket: its answer is about 300 bytes of JSON. */
const rawGet = (): Promise<RawAnswer> => sendRaw(Number(new URL(emulator.url).port), rawRequest('GET', '/credentials', { host: 'x' }))

describe('which requests a rule strikes', () => {
  test('all, until it is removed', async () => {
    const remove = script({ status: 503 })
    expect([(await identify()).status, (await fetch(emulator.credentialsUri)).status]).toEqual([503, 503])
    remove()
    expect((await identify()).status).toBe(200)
  })

  test('none any more after clear', async () => {
    script({ status: 503 })
    script({ status: 500 })
    emulator.faults.clear()
    expect((await identify()).status).toBe(200)
  })

  test.each([
    [{ service: 'sts' }, 503],
    [{ service: 'sts', action: 'GetCallerIdentity' }, 503],
    [{ path: '/' }, 503],
    [{ path: /^\/$/g }, 503],
    [{ service: 'ocr' }, 200],
    [{ service: 'sts', action: 'AssumeRole' }, 200],
    [{ path: '/credentials' }, 200],
  ] as const)('%o', async (match, status) => {
    script({ status: 503 }, { match })
    expect([(await identify()).status, (await identify()).status]).toEqual([status, status])
  })

  test('those between skip and times', async () => {
    script({ status: 503 }, { skip: 1, times: 2 })
    const statuses: number[] = []
    for (let index = 0; index < 4; index += 1) statuses.push((await identify()).status)
    expect(statuses).toEqual([200, 503, 503, 200])
  })

  test('the first that fits strikes, then the next', async () => {
    script({ status: 503 }, { times: 1 })
    script({ status: 500 }, { times: 1 })
    expect([(await identify()).status, (await identify()).status, (await identify()).status]).toEqual([503, 500, 200])
  })

  test('rules of the options hold from the start', async () => {
    const other = await startEmulator({ faults: [{ effect: { status: 418 } }] })
    expect((await fetch(other.credentialsUri)).status).toBe(418)
    await other.close()
  })

  test('no preflight, unless it is named', async () => {
    script({ status: 503 })
    expect((await fetch(emulator.url, { method: 'OPTIONS' })).status).toBe(204)
    emulator.faults.clear()
    script({ status: 503 }, { match: { service: 'cors' } })
    expect((await fetch(emulator.url, { method: 'OPTIONS' })).status).toBe(503)
  })
})

describe('an answer that is replaced', () => {
  test.each([
    [{ status: 503 }, 503, 'ServiceUnavailable'],
    [{ status: 500 }, 500, 'InternalError'],
    [{ status: 403 }, 403, 'Forbidden'],
    [{ status: 400 }, 400, 'InvalidParameter'],
    [{ code: 'InvalidParameter.Odd', message: 'odd' }, 400, 'InvalidParameter.Odd'],
    [{ throttle: {} }, 429, 'Throttling'],
  ])('%o has the form of the gateway', async (effect, status, code) => {
    script(effect)
    expect(await identify()).toMatchObject({ status, json: { Code: code, RequestId: expect.any(String) } })
  })

  test('R29 tells how long to wait', async () => {
    script({ throttle: { retryAfterMs: 50 }, code: 'Throttling.User', status: 400 })
    const answer = await identify()
    expect([answer.status, answer.json.Code, answer.headers.get('x-acs-retry-after')]).toEqual([400, 'Throttling.User', '50'])
  })

  test('has the form of object storage and of the metadata service there', async () => {
    script({ status: 503 })
    expect(await (await fetch(`${emulator.url}/viapi-customer-pop/x`)).text()).toContain('<Code>ServiceUnavailable</Code>')
    expect((await fetch(`${emulator.url}/latest/api/token`)).headers.get('content-type')).toContain('text/plain')
  })

  test('E21 may be any body', async () => {
    script({ status: 502, body: '<html>', headers: { 'X-Extra': '1' } })
    const answer = await identify()
    expect([answer.status, answer.text, answer.headers.get('content-type'), answer.headers.get('x-extra')]).toEqual([
      502,
      '<html>',
      'text/html;charset=utf-8',
      '1',
    ])
  })

  test('R44 may be a redirect', async () => {
    script({ status: 302, body: '', headers: { Location: 'http://127.0.0.1:1/' } })
    expect((await fetch(emulator.credentialsUri, { redirect: 'manual' })).status).toBe(302)
  })

  test('R76 uses up the nonce all the same', async () => {
    script({ status: 503 }, { times: 1 })
    expect((await identify('n')).status).toBe(503)
    expect((await identify('n')).json.Code).toBe('SignatureNonceUsed')
  })

  test('strikes also calls that would be refused', async () => {
    script({ status: 503 })
    expect((await fetch(`${emulator.url}/`)).status).toBe(503)
  })
})

describe('an answer that is damaged', () => {
  test('headers are set, replaced in any case, and removed', async () => {
    script({ headers: { date: 'nonsense', 'content-type': 'text/plain', 'x-acs-request-id': null } })
    const answer = await identify()
    expect([answer.status, answer.headers.get('date'), answer.headers.get('content-type'), answer.headers.get('x-acs-request-id')]).toEqual(
      [200, 'nonsense', 'text/plain', null],
    )
    emulator.faults.clear()
    script({ headers: { Date: null } })
    expect((await identify()).headers.get('date')).toBeNull()
  })

  test('R51 comes late', async () => {
    script({ latencyMs: 60 })
    const start = performance.now()
    expect((await identify()).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(55)
  })

  test('R51 never comes, and close ends the wait', async () => {
    script({ hang: true })
    const waiting = fetch(emulator.credentialsUri).then(
      () => 'answered',
      () => 'broken off',
    )
    await expect.poll(() => emulator.requests.length).toBe(1)
    await emulator.close()
    expect(await waiting).toBe('broken off')
  })

  test('is broken off by a reset before the first byte', async () => {
    script({ reset: true })
    expect(await rawGet()).toMatchObject({ text: '', reset: true })
  })

  test.each([0, 10])('is closed after %d bytes of its body', async (bytes) => {
    script({ truncate: bytes })
    const answer = await rawGet()
    expect(answer).toMatchObject({ status: 200, reset: false })
    expect(answer.body).toHaveLength(bytes)
    expect(Number(/content-length: (\d+)/i.exec(answer.text)?.[1])).toBeGreaterThan(100)
    await expect(fetch(emulator.credentialsUri).then((response) => response.text())).rejects.toThrow()
  })

  test('is closed before the length that was announced', async () => {
    script({ oversize: 5000, truncate: 4000 })
    expect((await rawGet()).body).toHaveLength(4000)
  })

  test('R50 is filled up with blanks', async () => {
    script({ oversize: 300_000 })
    const text = await (await fetch(emulator.credentialsUri)).text()
    expect(text).toHaveLength(300_000)
    expect(JSON.parse(text).Code).toBe('Success')
  })

  test('R50 never ends, and stops when the client goes away', async () => {
    script({ oversize: Number.POSITIVE_INFINITY }, { times: 1 })
    const response = await fetch(emulator.credentialsUri)
    expect(response.headers.get('content-length')).toBeNull()
    const reader = response.body?.getReader()
    let length = 0
    while (length < 1_000_000) length += (await reader?.read())?.value?.length ?? 0
    await reader?.cancel()
    expect((await identify()).status).toBe(200)
  })

  test('R50 is packed, alone and with filling', async () => {
    script({ gzip: true }, { times: 1 })
    expect((await (await fetch(emulator.credentialsUri)).json()).Code).toBe('Success')
    script({ gzip: true, oversize: 2_000_000 })
    const { text } = await rawGet()
    expect(text).toContain('Content-Encoding: gzip')
    expect(text.length).toBeLessThan(20_000)
    expect((await (await fetch(emulator.credentialsUri)).text()).length).toBe(2_000_000)
  })

  test('R51 drips byte by byte', async () => {
    script({ body: '12345', dripMs: 15 })
    const start = performance.now()
    expect((await rawGet()).body).toBe('12345')
    expect(performance.now() - start).toBeGreaterThan(60)
  })
})

describe('time and validity', () => {
  test('R77 a moved clock refuses a time stamp that was right, and shows in the Date header', async () => {
    script({ skewMs: 20 * MINUTE })
    const answer = await identify()
    expect(answer.json.Code).toBe('InvalidTimeStamp.Expired')
    expect(Date.parse(answer.headers.get('date') ?? '') - clock.now()).toBe(20 * MINUTE)
  })

  test('R25 the caller is taken for expired', async () => {
    script({ expired: true })
    expect(await identify()).toMatchObject({ status: 400, json: { Code: 'InvalidSecurityToken.Expired' } })
  })

  test('R21 credentials come that have ended already', async () => {
    script({ expired: true })
    const parameters = { RoleArn: emulator.roles[0].arn, RoleSessionName: 's1' }
    const assumed = await callV1(emulator.url, emulator.accounts[0], { action: 'AssumeRole', version: STS, now: clock.now(), parameters })
    const answers = [
      assumed.json.Credentials as { Expiration: string },
      await (await fetch(emulator.credentialsUri)).json(),
      await (await fetch(`${emulator.url}/latest/meta-data/ram/security-credentials/emulator`)).json(),
    ]
    for (const { Expiration } of answers) expect(Date.parse(Expiration)).toBeLessThan(clock.now())
  })

  test('a metadata token comes that has ended already', async () => {
    script({ expired: true }, { match: { action: 'GetToken' } })
    const headers = { 'X-aliyun-ecs-metadata-token-ttl-seconds': '60' }
    const token = await (await fetch(`${emulator.url}/latest/api/token`, { method: 'PUT', headers })).text()
    const used = { headers: { 'X-aliyun-ecs-metadata-token': token } }
    expect((await fetch(`${emulator.url}/latest/meta-data/ram/security-credentials/`, used)).status).toBe(401)
  })

  test('an upload permit is taken for ended', async () => {
    const parameters = { Product: 'ocr', RegionId: 'cn-shanghai' }
    const call = { action: 'AuthorizeFileUpload', version: OPEN_PLATFORM, now: clock.now(), parameters }
    const permit = (await callV1(emulator.url, emulator.accounts[0], call)).json as Record<string, string>
    const form = new FormData()
    for (const [name, from] of [
      ['OSSAccessKeyId', 'AccessKeyId'],
      ['policy', 'EncodedPolicy'],
      ['Signature', 'Signature'],
      ['key', 'ObjectKey'],
    ] as const) {
      form.append(name, permit[from] ?? '')
    }
    form.append('file', new Blob(['x']))
    script({ expired: true }, { match: { action: 'PostObject' }, times: 1 })
    const upload = (): Promise<Response> => fetch(`${emulator.url}/${permit.Bucket}/`, { method: 'POST', body: form })
    expect(await (await upload()).text()).toContain('Policy expired')
    expect((await upload()).status).toBe(204)
  })
})
