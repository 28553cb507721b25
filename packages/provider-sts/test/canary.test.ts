import { inspect } from 'node:util'
import type { CredentialEvent } from '@x/credentials-core'
import { createFakeClock, findCanary, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromOidcRoleArn, fromRamRoleArn } from '../src/index.ts'
import { createSts, failure, ROLE_ARN, type SeenRequest, sign, thrown } from './sts-script.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const OIDC = 'canaryHeader9x.canaryClaims5tGb8nJuM.canarySignature2kIo9L'
const SESSION_SECRET = 'canarySession3dRt6yHn1mKp0aWs'
const POLICY = '{"Version":"1","Statement":["canaryPolicy8vBn4cXz"]}'
const ALL = [SECRET, TOKEN, OIDC, SESSION_SECRET, 'canaryPolicy8vBn4cXz']
const Credentials = {
  AccessKeyId: 'STS.exampleSessionKeyId',
  AccessKeySecret: SESSION_SECRET,
  SecurityToken: TOKEN,
  Expiration: '2030-01-01T01:00:00Z',
}

function expectClean(...values: unknown[]): void {
  for (const value of values) {
    const printed = [inspect(value, { depth: 9, showHidden: true }), `${value instanceof Error ? value.stack : ''}`]
    for (const canary of ALL) expect(findCanary(canary, value, ...printed)).toEqual([])
  }
}

type Script = ScriptedAnswer | ((request: SeenRequest) => ScriptedAnswer)

const PROVIDERS = {
  ram_role_arn: (script: Script, onEvent?: (event: CredentialEvent) => void) => {
    const clock = createFakeClock()
    const keys = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: SECRET, securityToken: TOKEN }
    const { fetch } = createSts(typeof script === 'function' ? script : () => script)
    const role = { roleArn: ROLE_ARN, policy: POLICY, env: {} }
    return { clock, provider: fromRamRoleArn({ ...keys, ...role, fetch, refresh: { ...clock, onEvent } }) }
  },
  oidc_role_arn: (script: Script, onEvent?: (event: CredentialEvent) => void) => {
    const clock = createFakeClock()
    const { fetch } = createSts(typeof script === 'function' ? script : () => script)
    const role = { roleArn: ROLE_ARN, oidcProviderArn: 'acs:ram::1:oidc-provider/x', policy: POLICY, env: {} }
    const readFile = async () => OIDC
    const refresh = { ...clock, onEvent }
    return { clock, provider: fromOidcRoleArn({ ...role, oidcTokenFilePath: '/token', readFile, fetch, refresh }) }
  },
}
const NAMES = ['ram_role_arn', 'oidc_role_arn'] as const

describe('R1 R2 R3 the canary', () => {
  it.each(NAMES)('shows neither in a provider of %s nor in its credentials and events', async (name) => {
    const events: CredentialEvent[] = []
    const { provider, clock } = PROVIDERS[name]({ body: { Credentials } }, (event) => events.push(event))
    expectClean(provider)
    const credentials = await provider()
    expect(credentials.accessKeySecret).toBe(SESSION_SECRET)
    await clock.advance(61 * 60_000)
    await failure(provider())
    expect(events.map(({ type }) => type)).toEqual(['refreshed', 'refresh-failed'])
    expectClean(provider, credentials, { nested: [credentials] }, events)
  })

  const missing = (...names: string[]) => ({
    body: { Credentials: Object.fromEntries(Object.entries(Credentials).filter(([name]) => !names.includes(name))) },
  })
  const shown = `${SECRET} ${TOKEN} ${OIDC}`
  /** STS quotes the secrets that it was sent. */
  const quoting =
    (Code: string): Script =>
    ({ form }) => ({
      status: 403,
      body: {
        Code,
        Message: `You sent ${form.OIDCToken ?? `${SECRET} ${TOKEN}`}.`,
        RequestId: `${SESSION_SECRET}/`,
        AccessDeniedDetail: { shown },
      },
    })
  it.each<[string, Script]>([
    ['without a key id', missing('AccessKeyId')],
    ['without an end', missing('Expiration')],
    ['with a member of another name', { body: { credentials: Credentials } }],
    ['with secrets for an end', { body: { Credentials: { ...Credentials, Expiration: SESSION_SECRET } } }],
    ['with secrets for a key id', { body: { Credentials: { ...Credentials, AccessKeyId: `${SESSION_SECRET} x` } } }],
    ['cut off', { body: JSON.stringify({ Credentials }).slice(0, -3) }],
    ['as text', { body: `AccessKeySecret=${SESSION_SECRET}` }],
    ['refused with a page', { status: 403, body: `<html>${SESSION_SECRET} ${shown}</html>` }],
    [
      'refused with credentials',
      { status: 400, body: { Credentials, HostId: SESSION_SECRET, Recommend: shown, Code: `x ${SESSION_SECRET}` } },
    ],
    ['refused with the secrets of the request', quoting('Odd')],
    ['denied with the secrets of the request', quoting('NoPermission')],
    [
      'refused with the string to sign',
      (request) => ({ status: 400, body: { Code: 'SignatureDoesNotMatch', Message: `string to sign is:${sign(request, '').text}` } }),
    ],
    [
      'refused with another string to sign',
      (request) => ({
        status: 400,
        body: { Code: 'SignatureDoesNotMatch', Message: `server string to sign is: x${sign(request, '').text}` },
      }),
    ],
    ['redirected', { status: 302, headers: { location: `https://x/?token=${TOKEN}` } }],
    ['lost', { error: new Error(`cannot send ${SECRET} ${TOKEN} ${OIDC} to https://sts/?SecurityToken=${TOKEN}`) }],
  ])('shows in no error for an answer %s', async (_, script) => {
    for (const name of NAMES) {
      const error = await failure(PROVIDERS[name](script).provider())
      expect(error.code).toMatch(/^ERR_/)
      expectClean(error, (error as unknown as { toJSON(): unknown }).toJSON())
      expect(error.message).not.toMatch(/https?:\/\//)
    }
  })

  it('shows in no error for options, wherever it stands', () => {
    for (const wrong of [`${SECRET}\n`, `<${SECRET}>`, `${SECRET} ${OIDC}`, { [SECRET]: SECRET }, [SECRET]] as never[]) {
      const ram = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: SECRET, env: {} }
      for (const field of [
        'accessKeyId',
        'accessKeySecret',
        'roleArn',
        'roleSessionName',
        'externalId',
        'stsEndpoint',
        'stsRegionId',
      ] as const) {
        const error = thrown(() => fromRamRoleArn({ ...ram, [field]: wrong }))
        expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
        expectClean(error)
      }
      const error = thrown(() => fromOidcRoleArn({ oidcToken: wrong, env: {} }))
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'oidcToken' })
      expectClean(error)
    }
  })
})
