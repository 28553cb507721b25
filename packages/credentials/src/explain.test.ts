import { createScriptedFetch, findCanary } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { createFiles, INI, nowhere } from '../test/chain-places.ts'
import { explain } from './explain.ts'

const ID = 'LTAIexampleKeyIdWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const pair = { ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET }
const body = { AccessKeyId: 'STS.exampleKeyIdWxyz', AccessKeySecret: SECRET, SecurityToken: TOKEN, Expiration: '2130-01-01T00:00:00Z' }
const now = (): number => Date.UTC(2030, 0, 1)
/** No files, and no metadata service. */
const here = { ...nowhere, now }
const skipped = { outcome: 'skipped', ms: 0 }
const notReached = (name: string) => ({ name, outcome: 'not_reached', reason: '', lookedAt: '', ms: 0, hint: '' })

describe('explain', () => {
  it('R9 R35 reports where credentials come from, with masked facts only', async () => {
    const report = await explain({ ...here, env: pair })
    expect(report).toEqual({
      ok: true,
      providerName: 'default/env',
      type: 'access_key',
      keyId: 'LTAI****Wxyz',
      expiration: '',
      code: '',
      links: [
        { name: 'env', outcome: 'selected', reason: '', lookedAt: '', ms: 0, hint: '' },
        ...['oidc_role_arn', 'cli_profile', 'profile', 'ecs_ram_role', 'credential_uri'].map(notReached),
      ],
      warnings: [],
    })
  })

  it('R35 reports why there are none', async () => {
    const report = await explain(here)
    expect(report).toMatchObject({ ok: false, providerName: '', keyId: '', code: 'ERR_CREDENTIALS_EXHAUSTED' })
    const hint = 'Set the variable, or give the value in code.'
    expect(report.links).toEqual([
      {
        ...skipped,
        name: 'env',
        reason: 'Not set: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
        lookedAt: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
        hint,
      },
      {
        ...skipped,
        name: 'oidc_role_arn',
        reason: 'Not set: ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE.',
        lookedAt: 'ALIBABA_CLOUD_ROLE_ARN',
        hint,
      },
      {
        ...skipped,
        name: 'cli_profile',
        reason: 'The CLI config file ~/.aliyun/config.json does not exist.',
        lookedAt: '~/.aliyun/config.json',
        hint: 'Create it, or name another file by ALIBABA_CLOUD_CONFIG_FILE.',
      },
      {
        ...skipped,
        name: 'profile',
        reason: 'The credentials file ~/.alibabacloud/credentials does not exist.',
        lookedAt: '~/.alibabacloud/credentials',
        hint: 'Create it, or name another file by ALIBABA_CLOUD_CREDENTIALS_FILE.',
      },
      {
        ...skipped,
        name: 'ecs_ram_role',
        reason: 'Switched off by the option ecs.',
        lookedAt: 'ecs',
        hint: 'Use ecs: auto to ask the metadata service.',
      },
      {
        ...skipped,
        name: 'credential_uri',
        reason: 'Not set: ALIBABA_CLOUD_CREDENTIALS_URI.',
        lookedAt: 'ALIBABA_CLOUD_CREDENTIALS_URI',
        hint,
      },
    ])
  })

  it('R34 reports the link that stopped the chain', async () => {
    const fetch = createScriptedFetch([{ status: 403, body: SECRET }])
    const env = { ALIBABA_CLOUD_CREDENTIALS_URI: `https://host.example/?token=${SECRET}` }
    const report = await explain({ ...here, env, fetch })
    expect(report).toMatchObject({
      ok: false,
      code: 'ERR_CREDENTIALS_DENIED',
      links: [{}, {}, {}, {}, {}, { outcome: 'failed', reason: 'host.example refused with status 403.' }],
    })
    expect(findCanary(SECRET, report)).toEqual([])
  })

  it('R10 is valid JSON with the same members in the same order, and holds no secret of any source', async () => {
    const env = { ALIBABA_CLOUD_CREDENTIALS_URI: `https://host.example/?token=${SECRET}`, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN }
    const reports = [
      await explain({ ...here, env, fetch: createScriptedFetch([{ body }]) }),
      await explain({ ...here, env: { ...env, ...pair } }),
      await explain({ ...here, env, fetch: createScriptedFetch([{ body: `{${SECRET}` }]) }),
      await explain({ ...here, env: { ...pair, ALIBABA_CLOUD_ACCESS_KEY_ID: `<${SECRET}>` } }),
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
    const { ok, warnings } = await explain({ ...here, env })
    expect(ok).toBe(true)
    expect(warnings).toEqual([
      'ALIBABA_CLOUD_ACCESS_KEY_SECRET has blanks or line breaks around its value. They are left out.',
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off in this process.',
    ])
    expect(findCanary(SECRET, warnings)).toEqual([])
  })

  it('R10 R14 shows the home folder as ~, and tells what the files should have mended', async () => {
    const text = `[default]\ntype = access_key\naccess_key_id = first\naccess_key_id = ${ID}\naccess_key_secret = "${SECRET} "\n`
    const report = await explain({ ...here, readFile: createFiles({ [INI]: text }) })
    expect(report).toMatchObject({ ok: true, providerName: 'default/profile/static_ak', keyId: 'LTAI****Wxyz' })
    expect(report.warnings).toEqual([
      'The credentials file ~/.alibabacloud/credentials, line 4, repeats a key. Keep one: what stands last counts.',
      'The access_key_secret of the profile default in ~/.alibabacloud/credentials has blanks around it. Remove them.',
    ])
    expect(JSON.stringify(report)).not.toContain(nowhere.home)
    for (const canary of [SECRET, ID]) expect(findCanary(canary, report)).toEqual([])
  })

  it('tells the listener, too, and refuses options that no link reads', async () => {
    const types: string[] = []
    await explain({ ...here, env: pair, onEvent: ({ type }) => types.push(type) })
    expect(types).toEqual(['chain'])
    await expect(explain({ region: 'x' } as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'region' })
  })

  it('R64 ends no process when an async listener fails', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const { ok } = await explain({ ...here, env: pair, onEvent: async () => Promise.reject(new Error('x')) })
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect([ok, unhandled]).toEqual([true, []])
    } finally {
      process.off('unhandledRejection', note)
    }
  })

  it('R70 rejects with the reason of the signal', async () => {
    const reason = new Error('enough')
    await expect(explain({ env: pair }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
