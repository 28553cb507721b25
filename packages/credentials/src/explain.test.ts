import { createScriptedFetch, findCanary } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'

const ID = 'LTAIexampleKeyIdWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const pair = { ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET }
const body = { AccessKeyId: 'STS.exampleKeyIdWxyz', AccessKeySecret: SECRET, SecurityToken: TOKEN, Expiration: '2130-01-01T00:00:00Z' }
const now = (): number => Date.UTC(2030, 0, 1)

describe('explain', () => {
  it('R9 R35 reports where credentials come from, with masked facts only', async () => {
    const report = await explain({ env: pair, now })
    expect(report).toEqual({
      ok: true,
      providerName: 'default/env',
      type: 'access_key',
      keyId: 'LTAI****Wxyz',
      expiration: '',
      code: '',
      links: [
        { name: 'env', outcome: 'selected', reason: '', lookedAt: '', ms: 0, hint: '' },
        { name: 'credential_uri', outcome: 'not_reached', reason: '', lookedAt: '', ms: 0, hint: '' },
      ],
      warnings: [],
    })
  })

  it('R35 reports why there are none', async () => {
    const report = await explain({ env: {}, now })
    expect(report).toMatchObject({ ok: false, providerName: '', keyId: '', code: 'ERR_CREDENTIALS_EXHAUSTED' })
    expect(report.links).toEqual([
      {
        name: 'env',
        outcome: 'skipped',
        reason: 'Not set: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
        lookedAt: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
        ms: 0,
        hint: 'Set the variable, or give the value in code.',
      },
      {
        name: 'credential_uri',
        outcome: 'skipped',
        reason: 'Not set: ALIBABA_CLOUD_CREDENTIALS_URI.',
        lookedAt: 'ALIBABA_CLOUD_CREDENTIALS_URI',
        ms: 0,
        hint: 'Set the variable, or give the value in code.',
      },
    ])
  })

  it('R34 reports the link that stopped the chain', async () => {
    const fetch = createScriptedFetch([{ status: 403, body: SECRET }])
    const report = await explain({ env: { ALIBABA_CLOUD_CREDENTIALS_URI: `https://host.example/?token=${SECRET}` }, fetch, now })
    expect(report).toMatchObject({
      ok: false,
      code: 'ERR_CREDENTIALS_DENIED',
      links: [{}, { outcome: 'failed', reason: 'host.example refused with status 403.' }],
    })
    expect(findCanary(SECRET, report)).toEqual([])
  })

  it('R10 is valid JSON with the same members in the same order, and holds no secret of any source', async () => {
    const env = { ALIBABA_CLOUD_CREDENTIALS_URI: `https://host.example/?token=${SECRET}`, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN }
    const reports = [
      await explain({ env, fetch: createScriptedFetch([{ body }]), now }),
      await explain({ env: { ...env, ...pair }, now }),
      await explain({ env, fetch: createScriptedFetch([{ body: `{${SECRET}` }]), now }),
      await explain({ env: { ...pair, ALIBABA_CLOUD_ACCESS_KEY_ID: `<${SECRET}>` }, now }),
    ]
    for (const report of reports) {
      const text = JSON.stringify(report)
      expect(JSON.parse(text)).toEqual(report)
      expect(Object.keys(report)).toEqual(['ok', 'providerName', 'type', 'keyId', 'expiration', 'code', 'links', 'warnings'])
      for (const canary of [SECRET, TOKEN, ID]) expect(findCanary(canary, report)).toEqual([])
    }
    expect(reports[0]).toMatchObject({ ok: true, type: 'credentials_uri', expiration: '2130-01-01T00:00:00.000Z', keyId: 'STS.****Wxyz' })
  })

  it('R14 R79 warns of blanks around variables and of certificate checks that are switched off', async () => {
    const env = { ...pair, ALIBABA_CLOUD_ACCESS_KEY_SECRET: `${SECRET}\n`, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const { ok, warnings } = await explain({ env, now })
    expect(ok).toBe(true)
    expect(warnings).toEqual([
      'ALIBABA_CLOUD_ACCESS_KEY_SECRET has blanks or line breaks around its value. They are left out.',
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off in this process.',
    ])
    expect(findCanary(SECRET, warnings)).toEqual([])
  })

  it('tells the listener, too, and refuses options that no link reads', async () => {
    const types: string[] = []
    await explain({ env: pair, now, onEvent: ({ type }) => types.push(type) })
    expect(types).toEqual(['chain'])
    await expect(explain({ profile: 'x' } as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'profile' })
  })

  it('R70 rejects with the reason of the signal', async () => {
    const reason = new Error('enough')
    await expect(explain({ env: pair }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
