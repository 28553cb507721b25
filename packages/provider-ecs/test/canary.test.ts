import { inspect } from 'node:util'
import type { CredentialEvent } from '@x/credentials-core'
import { createFakeClock, findCanary, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromEcsRamRole } from '../src/index.ts'
import { CREDENTIALS, createMetadataFetch, ORIGIN, type Script } from './metadata-script.ts'

const ID = 'LTAIcanaryKeyId9x7c5vWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const METADATA_TOKEN = 'canaryMetadata5tGb8nJuM2kIo9LpQ=='
const body = { ...CREDENTIALS, AccessKeyId: ID, AccessKeySecret: SECRET, SecurityToken: TOKEN }

/** Looks for the canaries in a value, and in what consoles print of it. */
function expectClean(...values: unknown[]): void {
  for (const value of values) {
    const printed = [inspect(value, { depth: 9, showHidden: true }), inspect({ value }), `${value instanceof Error ? value.stack : ''}`]
    for (const canary of [ID, SECRET, TOKEN, METADATA_TOKEN]) expect(findCanary(canary, value, ...printed)).toEqual([])
  }
}

const setUp = (changes: Partial<Script>, roleName?: string) => {
  const clock = createFakeClock()
  const events: CredentialEvent[] = []
  const fetch = createMetadataFetch({ token: { body: METADATA_TOKEN }, credentials: { body }, ...changes })
  const refresh = { ...clock, onEvent: (event: CredentialEvent) => events.push(event) }
  return { clock, events, fetch, provider: fromEcsRamRole({ metadataEndpoint: ORIGIN, env: {}, roleName, fetch, refresh }) }
}

describe('R1 R2 R3 R9 the canary', () => {
  it('shows neither in the provider nor in its credentials, and these tell where they come from', async () => {
    const { provider } = setUp({})
    expectClean(provider)
    const credentials = await provider()
    expect(credentials.accessKeySecret).toBe(SECRET)
    expect(credentials).toMatchObject({ providerName: 'ecs_ram_role', type: 'ecs_ram_role', expiration: new Date(CREDENTIALS.Expiration) })
    expectClean(provider, credentials, { nested: [credentials] }, [...Object.entries(credentials)])
  })

  const texts = [SECRET, `${SECRET}\n${SECRET}`, `<html>${SECRET} ${TOKEN}</html>`, JSON.stringify({ ...body, Code: SECRET })]
  const answers: ScriptedAnswer[] = [
    ...texts.map((text) => ({ body: text })),
    ...texts.map((text) => ({ body: text, status: 404 })),
    ...texts.map((text) => ({ body: text, status: 403 })),
    ...texts.map((text) => ({ body: text, status: 500, headers: { 'x-secret': SECRET } })),
    { body: { ...body, Expiration: SECRET } },
    { body: { ...body, SecurityToken: { [SECRET]: SECRET } } },
    { body: { ...body, AccessKeyId: `${SECRET} ` } },
    { body: JSON.stringify(body).slice(0, -3) },
    { body: SECRET.repeat(4000) },
    { status: 302, headers: { location: `http://127.0.0.1/${SECRET}` } },
    { error: Object.assign(new Error(SECRET), { code: SECRET, url: SECRET }) },
    { error: SECRET },
  ]

  it.each([
    // Most of these could well be a metadata token, or a fallback leads around them.
    ['token', 11],
    ['role', answers.length],
    ['credentials', answers.length],
  ] as const)('shows in no error and no event, whatever the %s is', async (kind, failing) => {
    let failures = 0
    for (const answer of answers) {
      const { clock, events, provider } = setUp({ [kind]: answer, ...(kind === 'role' ? { credentials: { status: 404 } } : {}) })
      const call = provider().catch((error) => {
        failures++
        expect(error.code).toMatch(/^ERR_/)
        expectClean(error, error.toJSON())
      })
      await clock.advance(5000)
      await call
      expectClean(events)
    }
    expect(failures).toBe(failing)
  })

  it('shows in no event while credentials come, and the source fails', async () => {
    const { clock, events, fetch, provider } = setUp({ token: { status: 404, body: SECRET } })
    await provider()
    fetch.script.credentials = { status: 500, body: SECRET }
    await clock.advance(5.9 * 3_600_000)
    await provider()
    await clock.advance(5000)
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['fallback', 'refreshed', 'refresh-failed']))
    expectClean(events)
  })

  it('shows in no error for an option', () => {
    for (const options of [
      { roleName: `${SECRET}/..` },
      { metadataEndpoint: `http://user:${SECRET}@127.0.0.1` },
      { metadataEndpoint: `https://127.0.0.1/${SECRET}` },
      { timeout: SECRET },
      { disableIMDSv1: SECRET },
    ]) {
      let error: unknown
      try {
        fromEcsRamRole(options as never)
      } catch (thrown) {
        error = thrown
      }
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION' })
      expectClean(error)
    }
  })
})
