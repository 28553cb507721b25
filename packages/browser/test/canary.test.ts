import { inspect } from 'node:util'
import type { CredentialEvent } from '@x/credentials-core'
import { createFakeClock, createScriptedFetch, findCanary, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { credentialsHandler, fromBackend } from '../src/index.ts'
import { keysAnswer, thrown } from './backend-script.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const COOKIE = 'canarySession5tGb8nJuM2kIo9LpQ'

function expectClean(...values: unknown[]): void {
  for (const value of values) {
    const printed = [inspect(value, { depth: 9, showHidden: true }), `${value instanceof Error ? value.stack : ''}`]
    for (const canary of [SECRET, TOKEN, COOKIE]) expect(findCanary(canary, value, ...printed)).toEqual([])
  }
}

const texts = [SECRET, `<html>${SECRET} ${TOKEN}</html>`, JSON.stringify({ Code: SECRET, Message: TOKEN }), `${SECRET}\n{`]

describe('R1 R2 R3 R5 the canary in a page', () => {
  const answers: ScriptedAnswer[] = [
    ...[200, 401, 403, 404, 429, 500].flatMap((status) => texts.map((body) => ({ status, body, headers: { 'x-secret': SECRET } }))),
    keysAnswer(1, undefined, { AccessKeySecret: SECRET, SecurityToken: { [TOKEN]: TOKEN } }),
    keysAnswer(1, undefined, { AccessKeySecret: `${SECRET} `, SecurityToken: TOKEN }),
    keysAnswer(1, undefined, { AccessKeySecret: SECRET, SecurityToken: TOKEN, Expiration: SECRET }),
    keysAnswer(1, Date.UTC(2000, 0, 1), { AccessKeySecret: SECRET, SecurityToken: TOKEN, ExpiresIn: undefined }),
    { body: SECRET.repeat(4000) },
    { status: 302, headers: { location: `https://login.example.com/?${SECRET}` } },
    { error: Object.assign(new TypeError(SECRET), { code: SECRET, url: SECRET }) },
  ]

  it('shows in no error and no event, whatever the back end says', async () => {
    let failures = 0
    for (const answer of answers) {
      const clock = createFakeClock()
      const events: CredentialEvent[] = []
      const provider = fromBackend({
        url: `https://app.example.com/credentials?${COOKIE}`,
        headers: () => ({ authorization: `Bearer ${COOKIE}` }),
        tabs: false,
        fetch: createScriptedFetch(() => answer),
        refresh: { ...clock, onEvent: (event) => events.push(event) },
      })
      await provider().catch((error) => {
        failures++
        expect(error.code).toMatch(/^ERR_/)
        expectClean(error, error.toJSON())
      })
      expectClean(events, provider)
    }
    expect(failures).toBe(answers.length)
  })

  it('shows in nothing but the members of the keys that are read by name', async () => {
    const fetch = createScriptedFetch([keysAnswer(1, undefined, { AccessKeySecret: SECRET, SecurityToken: TOKEN })])
    const provider = fromBackend({ url: 'https://app.example.com/', tabs: false, fetch, refresh: { ...createFakeClock() } })
    const keys = await provider()
    expect([keys.accessKeySecret, keys.securityToken]).toEqual([SECRET, TOKEN])
    expectClean(keys, { ...keys }, JSON.stringify(keys), provider)
  })

  it('shows in no error for an option', () => {
    for (const options of [
      { url: `https://user:${SECRET}@app.example.com` },
      { url: `http://app.example.com/${SECRET}` },
      { url: '/', headers: SECRET },
      { url: '/', account: { [SECRET]: SECRET } },
      { url: '/', timeout: SECRET },
    ]) {
      const error = thrown(() => fromBackend(options as never))
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION' })
      expectClean(error)
    }
  })
})

describe('R1 R3 R74 the canary on the server', () => {
  const origin = 'https://app.example.com'
  const policy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ocr:*', Resource: SECRET }] })
  const options = {
    provider: async () => ({ accessKeyId: 'LTAIexampleOfServer', accessKeySecret: SECRET, securityToken: TOKEN }),
    roleArn: 'acs:ram::1234567890123456:role/page',
    policy,
    origins: [origin],
    session: () => ({ name: 'user-1' }),
    env: {},
  }
  const request = () =>
    new Request(`${origin}/credentials`, { method: 'POST', headers: { origin, cookie: `session=${COOKIE}`, 'x-rejected-key-id': SECRET } })

  it('shows in no answer and no error, whatever STS or the provider does', async () => {
    const steps: ScriptedAnswer[] = [
      ...[400, 403, 500].flatMap((status) => texts.map((body) => ({ status, body }))),
      { body: { Credentials: { AccessKeySecret: SECRET, SecurityToken: TOKEN } } },
      { error: new Error(SECRET) },
    ]
    let refusals = 0
    for (const step of steps) {
      const errors: unknown[] = []
      const fetch = createScriptedFetch(() => step)
      const answer = await credentialsHandler({ ...options, fetch, onError: (error) => errors.push(error) })(request())
      expect(answer.status).toBeGreaterThanOrEqual(500)
      expect(await answer.text()).toBe('')
      expectClean([...answer.headers], errors)
      refusals += errors.length
    }
    expect(refusals).toBe(steps.length)
  })

  it('shows in no answer when the application throws it', async () => {
    for (const changes of [
      { provider: () => Promise.reject(new Error(SECRET)) },
      { session: () => Promise.reject(new Error(SECRET)) },
      { session: () => ({ name: `${SECRET}/` }) },
      { session: () => ({ name: 'user-1', policy: `{${SECRET}` }) },
    ]) {
      const answer = await credentialsHandler({ ...options, fetch: createScriptedFetch([]), ...changes })(request())
      expect([answer.status >= 500, await answer.text()]).toEqual([true, ''])
      expectClean([...answer.headers])
    }
  })

  it('shows in no error for an option', () => {
    for (const changes of [
      { policy: `{${SECRET}` },
      { policy: SECRET.repeat(100) },
      { origins: [`https://app.example.com/${SECRET}`] },
      { roleArn: SECRET },
      { externalId: `${SECRET} ` },
      { stsEndpoint: `http://${SECRET}` },
    ]) {
      const error = thrown(() => credentialsHandler({ ...options, ...changes }))
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION' })
      expectClean(error)
    }
  })
})
