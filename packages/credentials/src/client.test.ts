import { inspect } from 'node:util'
import { createScriptedFetch, findCanary } from '@x/credentials-core/testing'
import { describe, expect, it, vi } from 'vitest'
import { Client } from './client.ts'
import type { Config } from './config.ts'
import { createProvider, fromAccessKey } from './index.ts'

const key = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'canarySecret7f3Kq9ZbT2mXv5Lp8' }
const roleArn = 'acs:ram::1234567890123456:role/reader'
const rsa = { type: 'rsa_key_pair', publicKeyId: 'LTAIexampleKeyIdWxyz', privateKeyFile: '/keys/key.pem' }
const ALL = 'access_key, sts, bearer, ram_role_arn, oidc_role_arn, ecs_ram_role, rsa_key_pair, credentials_uri'
const body = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }

describe('Client', () => {
  it('gives the members one by one, and as one snapshot', async () => {
    const client = new Client({ type: 'sts', ...key, securityToken: 'token' })
    expect([await client.getAccessKeyId(), await client.getAccessKeySecret(), await client.getSecurityToken()]).toEqual([
      key.accessKeyId,
      key.accessKeySecret,
      'token',
    ])
    const { accessKeyId, securityToken, type, providerName } = await client.getCredential()
    expect([accessKeyId, securityToken, type, providerName]).toEqual([key.accessKeyId, 'token', 'sts', 'static_sts'])
    expect([client.getType(), client.getBearerToken()]).toEqual(['sts', undefined])
  })

  it('E08 gives a bearer token at once, and nothing else', async () => {
    const client = new Client({ type: 'bearer', bearerToken: 'bt' })
    expect([client.getType(), client.getBearerToken(), await client.getAccessKeyId(), await client.getSecurityToken()]).toEqual([
      'bearer',
      'bt',
      undefined,
      undefined,
    ])
  })

  it('E08 gives the bearer token of the variable before the first call, too', async () => {
    const client = new Client({ type: 'bearer', env: { ALIBABA_CLOUD_BEARER_TOKEN: ' bt ' } })
    expect([client.getBearerToken(), (await client.getCredential()).bearerToken, client.getBearerToken()]).toEqual(['bt', 'bt', 'bt'])
    expect(new Client({ type: 'bearer', env: {} }).getBearerToken()).toBeUndefined()
  })

  it.each(['<bearer_token>', 'a b', 'a\nb', 'undefined'])(
    'R13 gives no bearer token for %j, before the first call or after it',
    async (token) => {
      const client = new Client({ type: 'bearer', env: { ALIBABA_CLOUD_BEARER_TOKEN: token } })
      expect(client.getBearerToken()).toBeUndefined()
      await expect(client.getCredential()).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_BEARER_TOKEN' })
      expect(client.getBearerToken()).toBeUndefined()
    },
  )

  it('is made from a credentials URI', async () => {
    const client = new Client({ type: 'credentials_uri', credentialsURI: 'http://localhost:4000/', fetch: createScriptedFetch([{ body }]) })
    expect([client.getType(), await client.getAccessKeyId(), await client.getSecurityToken()]).toEqual([
      'credentials_uri',
      'STS.example',
      'token',
    ])
  })

  it('E10 E12 assumes the role of the variable for an hour', async () => {
    const fetch = createScriptedFetch([{ body: { Credentials: body } }])
    const client = new Client({ type: 'ram_role_arn', ...key, env: { ALIBABA_CLOUD_ROLE_ARN: roleArn }, roleSessionExpiration: 0, fetch })
    const { accessKeyId, type, providerName } = await client.getCredential()
    expect([client.getType(), accessKeyId, type, providerName]).toEqual([
      'ram_role_arn',
      'STS.example',
      'ram_role_arn',
      'ram_role_arn/static_ak',
    ])
    const sent = new URLSearchParams(String(fetch.requests[0]?.body))
    expect([sent.get('RoleArn'), sent.get('DurationSeconds')]).toEqual([roleArn, '3600'])
  })

  it('E30 assumes one role with the keys of another', async () => {
    const fetch = createScriptedFetch([
      { body: { Credentials: { ...body, AccessKeyId: 'STS.first', SecurityToken: 'firstToken' } } },
      { body: { Credentials: body } },
    ])
    const first = createProvider({ type: 'ram_role_arn', ...key, roleArn, fetch, env: {} })
    const client = new Client({ type: 'ram_role_arn', credential: first, roleArn, fetch, env: {} })
    expect(await client.getCredential()).toMatchObject({ accessKeyId: 'STS.example', providerName: 'ram_role_arn/ram_role_arn/static_ak' })
    const sent = new URLSearchParams(String(fetch.requests[1]?.body))
    expect([sent.get('AccessKeyId'), sent.get('SecurityToken')]).toEqual(['STS.first', 'firstToken'])
  })

  it('E47 asks the metadata service, and an operator forbids its normal mode', async () => {
    const fetch = createScriptedFetch([{ body: 'metadataToken' }, { body: { Code: 'Success', ...body } }])
    const config = { type: 'ecs_ram_role', roleName: 'role', disableIMDSv1: false, metadataEndpoint: 'metadata.test' } as const
    const client = new Client({ ...config, env: {}, fetch })
    expect([client.getType(), await client.getAccessKeyId()]).toEqual(['ecs_ram_role', 'STS.example'])
    const refusing = createScriptedFetch([{ status: 404 }])
    const strict = new Client({ ...config, env: { ALIBABA_CLOUD_IMDSV1_DISABLED: 'true' }, fetch: refusing })
    await expect(strict.getCredential()).rejects.toMatchObject({ code: 'ERR_SERVICE' })
    expect(refusing.requests).toHaveLength(1)
  })

  it('E57 tells a key file that is missing at the first call', async () => {
    const readFile = async (): Promise<string> => Promise.reject(Object.assign(new Error('no'), { code: 'ENOENT' }))
    const client = new Client({ ...(rsa as Extract<Config, { type: 'rsa_key_pair' }>), readFile, env: {} })
    expect(client.getType()).toBe('rsa_key_pair')
    await expect(client.getCredential()).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS', field: 'privateKeyFile' })
  })

  it('is made from nothing for the default chain, which reads the variables at the call', async () => {
    const client = new Client()
    expect([client.getType(), client.getBearerToken()]).toEqual(['default', undefined])
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', key.accessKeyId)
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', key.accessKeySecret)
    vi.stubEnv('ALIBABA_CLOUD_SECURITY_TOKEN', '')
    const credentials = await client.getCredential()
    vi.unstubAllEnvs()
    expect([credentials.accessKeyId, credentials.type, credentials.providerName]).toEqual([key.accessKeyId, 'access_key', 'default/env'])
  })

  it('is made from a provider, from any async function and from an official client, whose name is its type', async () => {
    expect(new Client(fromAccessKey(key)).getType()).toBe('static_ak')
    const own = new Client(async () => key)
    expect([own.getType(), await own.getAccessKeyId()]).toEqual(['custom', key.accessKeyId])
    const official = { getCredential: async () => ({ ...key, type: 'access_key', providerName: 'static_ak' }) }
    expect(await new Client(official).getAccessKeyId()).toBe(key.accessKeyId)
    expect(await new Client(new Client(official)).getAccessKeyId()).toBe(key.accessKeyId)
  })

  it('passes signal and rejected key id on', async () => {
    let number = 0
    const client = new Client(async () => ({ ...key, accessKeyId: `LTAI${++number}` }))
    await client.getCredential()
    expect((await client.getCredential({ rejectedKeyId: 'LTAI1' })).accessKeyId).toBe('LTAI2')
    const reason = new Error('gone')
    await expect(client.getCredential({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('E09 R1 shows no secret, however it is printed', async () => {
    const client = new Client({ type: 'access_key', ...key })
    const chained = new Client(new Client(async () => key))
    await chained.getCredential()
    for (const value of [client, chained]) {
      expect(findCanary(key.accessKeySecret, value, inspect(value, { depth: 9, showHidden: true }), JSON.stringify({ value }))).toEqual([])
    }
  })

  it.each([
    ['E01', { type: 'nope' }, 'type', ALL],
    ['E01', { type: '__proto__' }, 'type', ALL],
    ['E02', {}, 'type', ALL],
    ['E02', { ...key }, 'type', ALL],
    ['E02 null', null, 'type', ALL],
    ['E02 text', 'access_key', 'type', ALL],
    [
      'E03',
      { type: 'access_key', accessKeyId: 'LTAIexample', env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x' } },
      'accessKeySecret',
      'accessKeyId',
    ],
    ['E05', { type: 'access_key', ...key, accessKeySecret: 'secret\n' }, 'accessKeySecret', 'line break'],
    ['E06', { type: 'sts', ...key }, 'securityToken', 'need'],
    ['E07', { type: 'bearer', bearerToken: '' }, 'bearerToken', 'missing'],
    ['E11', { type: 'ram_role_arn', ...key, roleArn, roleSessionExpiration: 899 }, 'roleSessionExpiration', '900'],
    ['E52', { type: 'credentials_uri', credentialsURI: '' }, 'credentialsURI', 'absolute address'],
    ['E57', { ...rsa, privateKeyFile: undefined, privateKey: 'no key' }, 'privateKey', 'PEM'],
    ['E57', { ...rsa, privateKeyFile: '' }, 'privateKeyFile', 'missing'],
    ['E58', { ...rsa, roleSessionExpiration: 3601 }, 'roleSessionExpiration', '3600'],
    ['R45', { type: 'ram_role_arn', ...key, roleArn: 'reader' }, 'roleArn', 'ARN'],
    ['R45', { type: 'ecs_ram_role', roleName: 'a/b' }, 'roleName', 'role name'],
    ['R43', { type: 'credentials_uri', credentialsURI: 'http://host.example/' }, 'credentialsURI', 'https'],
    ['R79', { type: 'oidc_role_arn', stsEndpoint: 'http://sts.example' }, 'stsEndpoint', 'host'],
    ['a role with two sources', { type: 'ram_role_arn', ...key, credential: async () => key, roleArn }, 'credential', 'AccessKey'],
    ['a key pair without its id', { ...rsa, publicKeyId: undefined }, 'publicKeyId', 'missing'],
    ['snake_case', { type: 'access_key', access_key_id: 'LTAIexample' }, 'access_key_id', 'accessKeyId'],
    ['snake_case', { type: 'ram_role_arn', ...key, role_arn: roleArn }, 'role_arn', 'roleArn'],
    ['a member of another type', { type: 'access_key', ...key, roleArn }, 'roleArn', 'not known'],
    ['a member of another type', { type: 'ecs_ram_role', publicKeyId: 'x' }, 'publicKeyId', 'not known'],
  ])('%s is refused at construction: %j', (_, config, field, words) => {
    try {
      new Client(config as unknown as Config)
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
      expect((error as Error).message).toContain(words)
      return
    }
    throw new Error('accepted')
  })

  it('takes members that are undefined for absent, as a config object of another library has them', async () => {
    expect(await new Client({ type: 'access_key', ...key, roleArn: undefined } as Config).getAccessKeyId()).toBe(key.accessKeyId)
  })
})
