import { inspect } from 'node:util'
import { createScriptedFetch, findCanary } from '@x/credentials-core/testing'
import { describe, expect, it, vi } from 'vitest'
import { Client } from './client.ts'
import type { Config } from './config.ts'
import { fromAccessKey } from './index.ts'

const key = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'canarySecret7f3Kq9ZbT2mXv5Lp8' }
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

  it('is made from a credentials URI', async () => {
    const client = new Client({ type: 'credentials_uri', credentialsURI: 'http://localhost:4000/', fetch: createScriptedFetch([{ body }]) })
    expect([client.getType(), await client.getAccessKeyId(), await client.getSecurityToken()]).toEqual([
      'credentials_uri',
      'STS.example',
      'token',
    ])
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
    ['E01', { type: 'nope' }, 'type', 'access_key, sts, bearer, credentials_uri'],
    ['E01', { type: '__proto__' }, 'type', 'access_key, sts'],
    ['a type that is not built yet', { type: 'ram_role_arn', roleArn: 'acs:ram::1:role/x' }, 'type', 'access_key, sts'],
    ['E02', {}, 'type', 'access_key, sts'],
    ['E02', { ...key }, 'type', 'access_key, sts'],
    ['null', null, 'type', 'access_key, sts'],
    ['text', 'access_key', 'type', 'access_key, sts'],
    [
      'E03',
      { type: 'access_key', accessKeyId: 'LTAIexample', env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x' } },
      'accessKeySecret',
      'accessKeyId',
    ],
    ['E05', { type: 'access_key', ...key, accessKeySecret: 'secret\n' }, 'accessKeySecret', 'line break'],
    ['E06', { type: 'sts', ...key }, 'securityToken', 'need'],
    ['E07', { type: 'bearer', bearerToken: '' }, 'bearerToken', 'missing'],
    ['E52', { type: 'credentials_uri', credentialsURI: '' }, 'credentialsURI', 'absolute address'],
    ['snake_case', { type: 'access_key', access_key_id: 'LTAIexample' }, 'access_key_id', 'accessKeyId'],
    ['a member of another type', { type: 'access_key', ...key, roleArn: 'acs:ram::1:role/x' }, 'roleArn', 'not known'],
  ])('refuses at construction: %s %j', (_, config, field, words) => {
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
