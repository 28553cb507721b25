import { Client, createProvider, explain, fromDefaultChain } from '@x/credentials'
import { describe, expect, it } from 'vitest'

const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' }
const expires = '2130-01-01T00:00:00Z'
const temporary = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: expires }
const fetch = async () => new Response(JSON.stringify({ Code: 'Success', ...temporary, Credentials: temporary }))
const keys = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'examplesecretexamplesecret' }

describe('on every runtime', () => {
  it('finds keys in the environment given, and says where', async () => {
    const given = { ...env, ALIBABA_CLOUD_ACCESS_KEY_ID: keys.accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.accessKeySecret }
    expect((await fromDefaultChain({ env: given, home: '/nowhere' })()).accessKeyId).toBe(keys.accessKeyId)
    expect(await explain({ env: given, home: '/nowhere' })).toMatchObject({ ok: true })
  })

  it('makes a provider of each type that needs no files', async () => {
    const roleArn = 'acs:ram::123456789012:role/demo'
    const configs = [
      { type: 'access_key', ...keys },
      { type: 'sts', ...keys, securityToken: 'token' },
      { type: 'ram_role_arn', ...keys, roleArn, fetch, env: {} },
      { type: 'oidc_role_arn', roleArn, oidcProviderArn: 'acs:ram::1:oidc-provider/x', oidcToken: 'given', fetch, env: {} },
      { type: 'credentials_uri', credentialsURI: 'http://localhost:4000/', fetch },
    ]
    const found = await Promise.all(configs.map(async (config) => (await createProvider(config)()).accessKeyId))
    expect(found).toEqual([keys.accessKeyId, keys.accessKeyId, 'STS.example', 'STS.example', 'STS.example'])
  })

  it('has the Client of the documents', async () => {
    const client = new Client({ type: 'access_key', ...keys })
    expect([client.getType(), await client.getAccessKeyId()]).toEqual(['access_key', keys.accessKeyId])
  })

  it('says all reasons when nothing is configured', async () => {
    const error = await fromDefaultChain({ env, home: '/nowhere' })().catch((caught) => caught)
    expect(error.code).toBe('ERR_CREDENTIALS_EXHAUSTED')
    expect(error.links.length > 2).toBe(true)
  })
})
