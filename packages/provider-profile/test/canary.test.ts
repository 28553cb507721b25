import { inspect } from 'node:util'
import { fromAccessKey, fromBearer, fromSts, toProvider } from '@x/credentials-core'
import { createFakeClock, createScriptedFetch, findCanary } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromCliProfile, fromOAuth, fromProcess, fromProfile, type ProfileConfig, type ProfileWarning } from '../src/index.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='

/** Looks for the canaries in values, and in what consoles print of them. */
function expectClean(...values: unknown[]): void {
  for (const value of values) {
    const printed = [inspect(value, { depth: 9, showHidden: true }), value instanceof Error ? value.stack : '']
    for (const canary of [SECRET, TOKEN]) expect(findCanary(canary, value, ...printed)).toEqual([])
  }
}

const create = (config: ProfileConfig) => {
  const { type, ...rest } = config
  if (type === 'access_key') return fromAccessKey(rest as never)
  if (type === 'sts') return fromSts(rest as never)
  if (type === 'bearer') return fromBearer(rest as never)
  return toProvider(async () => ({ accessKeyId: 'id', accessKeySecret: SECRET, securityToken: TOKEN }))
}

/** Asks the provider of a file with this content; gives what it gave or threw, and the warnings. */
const outcome = async (kind: 'ini' | 'cli', content: string, answers: unknown[] = []): Promise<unknown[]> => {
  const warnings: ProfileWarning[] = []
  const shared = {
    create,
    file: '/etc/secrets',
    env: {},
    home: '/home/ann',
    platform: 'linux',
    readFile: async () => content,
    inspectFile: async () => ({ mode: 0o644, foreign: false }),
    onWarning: (warning: ProfileWarning) => warnings.push(warning),
    refresh: createFakeClock(),
  }
  const fetch = createScriptedFetch(answers.map((body) => ({ body })))
  const runProcess = async () => ({ exitCode: 0, output: content })
  const provider = kind === 'ini' ? fromProfile(shared) : fromCliProfile({ ...shared, fetch, runProcess })
  const given = await provider().catch((error: unknown) => error)
  return [provider, given, warnings]
}

describe('R1 R3 R4 the canary', () => {
  const good = `[default]\ntype = sts\naccess_key_id = idOfKey\naccess_key_secret = ${SECRET}\nsecurity_token = ${TOKEN}\n`

  it('shows in nothing that comes of a good file', async () => {
    const [provider, given, warnings] = await outcome('ini', good)
    expect(given).toMatchObject({ accessKeySecret: SECRET })
    expectClean(provider, given, warnings)
  })

  it('shows in no error, wherever it stands in an ini file', async () => {
    const lines = good.split('\n')
    const broken = [
      ...lines.flatMap((_, index) => [
        [...lines.slice(0, index), SECRET, ...lines.slice(index)].join('\n'),
        [...lines.slice(0, index), `[${SECRET}`, ...lines.slice(index)].join('\n'),
        [...lines.slice(0, index), `[x] ${TOKEN}`, ...lines.slice(index)].join('\n'),
        [...lines.slice(0, index), `= ${TOKEN}`, ...lines.slice(index)].join('\n'),
      ]),
      ...['type', 'access_key_id', 'access_key_secret', 'security_token'].map((name) =>
        good.replace(new RegExp(`${name} = .*`), `${name} = <${SECRET}>`),
      ),
      ...['sts', 'ram_role_arn', 'rsa_key_pair', 'oidc_role_arn', 'nope'].flatMap((type) =>
        ['role_session_expiration', 'enable_vpc', 'role_arn', 'enable', 'session_expiration'].map(
          (name) => `${good}type = ${type}\n${name} = "${SECRET} ${TOKEN}"`,
        ),
      ),
      `${good}enable = ${SECRET}`,
      `${good}\0${SECRET}`,
    ]
    let errors = 0
    for (const content of broken) {
      const found = await outcome('ini', content)
      if (found[1] instanceof Error) errors++
      expectClean(...found)
    }
    expect(errors).toBeGreaterThan(40)
  })

  it('shows in no error, wherever it stands in a config file', async () => {
    const role = 'ram_role_arn ram_session_name expired_seconds enable_vpc'
    const login = 'oauth_site_type oauth_access_token oauth_refresh_token oauth_access_token_expire'
    const sso = 'cloud_sso_sign_in_url cloud_sso_account_id cloud_sso_access_config access_token cloud_sso_access_token_expire'
    const modes = {
      AK: 'mode access_key_id access_key_secret',
      StsToken: 'sts_token',
      RamRoleArn: `access_key_id access_key_secret sts_token ${role}`,
      OIDC: `oidc_token_file ${role}`,
      ChainableRamRoleArn: `source_profile ${role}`,
      RsaKeyPair: 'key_pair_name private_key expired_seconds',
      External: 'process_command',
      CredentialsURI: 'credentials_uri',
      CloudSSO: sso,
      OAuth: login,
      BearerToken: 'bearer_token',
    }
    let errors = 0
    for (const [mode, list] of Object.entries(modes)) {
      const fields = list.split(' ')
      const full: Record<string, unknown> = {
        ...Object.fromEntries(fields.map((field) => [field, 'x'])),
        name: 'default',
        mode,
        access_key_secret: SECRET,
        sts_token: TOKEN,
        expired_seconds: 900,
        enable_vpc: true,
        source_profile: 'b',
        cloud_sso_sign_in_url: 'https://signin.test',
        cloud_sso_access_token_expire: 4e9,
        oauth_site_type: 'CN',
        oauth_access_token_expire: 4e9,
      }
      for (const field of fields) {
        for (const wrong of [`'${SECRET} ${TOKEN}`, `https://u:${SECRET}@h/${TOKEN}`, { [SECRET]: TOKEN }]) {
          const other = { name: 'b', mode: 'AK', access_key_id: 'id', access_key_secret: TOKEN }
          const found = await outcome('cli', JSON.stringify({ current: 'default', profiles: [{ ...full, [field]: wrong }, other] }))
          if (found[1] instanceof Error) errors++
          expectClean(...found)
        }
      }
    }
    expect(errors).toBeGreaterThan(40)
    const text = JSON.stringify({
      current: 'default',
      profiles: [{ name: 'default', mode: 'AK', access_key_id: TOKEN, access_key_secret: SECRET }],
    })
    for (let at = 0; at < text.length; at += 7) expectClean(...(await outcome('cli', text.slice(0, at))))
    for (const content of [
      `{"profiles": "${SECRET}"}`,
      `{"profiles": ["${SECRET}"]}`,
      `{"current": "${SECRET}", "profiles": [{"name": "a"}]}`,
      `"${SECRET}"`,
    ]) {
      expectClean(...(await outcome('cli', content)))
    }
  }, 300_000)

  it('shows in no error, wherever it stands in an answer or an output', async () => {
    const planted: unknown[] = [SECRET, [SECRET], { [SECRET]: TOKEN }, `${SECRET} ${TOKEN}`, 5, null]
    const key = { accessKeyId: 'id', accessKeySecret: SECRET, securityToken: TOKEN, expiration: '2030-01-01T01:00:00Z' }
    const token = { access_token: SECRET, refresh_token: TOKEN, expires_in: 3600 }
    const printed = { mode: 'StsToken', access_key_id: 'id', access_key_secret: SECRET, sts_token: TOKEN, expiration: key.expiration }
    for (const value of planted) {
      for (const status of [200, 400, 401, 403, 500]) {
        const bodies: unknown[] = [
          value,
          ...Object.keys(token).map((name) => ({ ...token, [name]: value })),
          { error: value, error_description: value, requestId: value, Code: value, ErrorCode: value },
        ]
        for (const body of bodies) {
          const fetch = createScriptedFetch((request) =>
            request.url.endsWith('/token') ? { status, body } : { status, body: { ...key, expiration: value } },
          )
          const provider = fromOAuth({ siteType: 'CN', refreshToken: TOKEN, fetch, refresh: createFakeClock() })
          expectClean(provider, await provider().catch((error: unknown) => error))
        }
      }
      for (const output of [value, ...Object.keys(printed).map((name) => ({ ...printed, [name]: value }))]) {
        for (const exitCode of [0, 1]) {
          const runProcess = async () => ({ exitCode, output: typeof output === 'string' ? output : JSON.stringify(output) })
          const provider = fromProcess({ command: `get "${SECRET}"`, env: {}, platform: 'linux', runProcess, refresh: createFakeClock() })
          expectClean(provider, await provider().catch((error: unknown) => error))
        }
      }
    }
  }, 300_000)
})
