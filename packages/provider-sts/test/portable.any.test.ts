import { fromAccessKey, isAlibabaCloudError } from '@x/credentials-core'
import { createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromOidcRoleArn, fromRamRoleArn } from '../src/index.ts'

const ROLE_ARN = 'acs:ram::123456789012:role/demo'
const Credentials = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }
const fixed = { now: () => Date.parse('2024-01-02T03:04:05Z'), nonce: () => '00000000000000000000000000000001', env: {} }

describe('on every platform', () => {
  it('assumes a role with the signature of vector V1', async () => {
    const fetch = createScriptedFetch([{ body: { Credentials } }])
    const credential = fromAccessKey({ accessKeyId: 'AKIDEXAMPLE', accessKeySecret: 'SecretExample' })
    const provider = fromRamRoleArn({ ...fixed, credential, roleArn: ROLE_ARN, roleSessionName: 'session-1', fetch })
    const { accessKeyId, expiration, providerName } = await provider()
    expect([accessKeyId, expiration?.getTime(), providerName]).toEqual([
      'STS.example',
      Date.parse(Credentials.Expiration),
      'ram_role_arn/static_ak',
    ])
    const form = new URLSearchParams(String(fetch.requests[0]?.body))
    expect(form.get('Signature')).toBe('jRB3ZLD5Q9Wt4AYjmflYPWn1wXw=')
  })

  it('exchanges a token that is given, and one that a function reads', async () => {
    const fetch = createScriptedFetch(() => ({ body: { Credentials } }))
    const role = { ...fixed, roleArn: ROLE_ARN, oidcProviderArn: 'acs:ram::1:oidc-provider/x', fetch }
    await fromOidcRoleArn({ ...role, oidcToken: 'given' })()
    await fromOidcRoleArn({ ...role, oidcTokenFilePath: '/token', readFile: async () => new TextEncoder().encode('read\n') })()
    expect(fetch.requests.map(({ body }) => new URLSearchParams(String(body)).get('OIDCToken'))).toEqual(['given', 'read'])
  })

  it('has typed errors', async () => {
    const error = await fromOidcRoleArn({ env: {} })().catch((error: unknown) => error)
    expect(isAlibabaCloudError(error) && error.code).toBe('ERR_CREDENTIALS_NOT_CONFIGURED')
  })
})
