// The official packages and this one, at run time, each with the other's credentials. Both are the real packages of the registry.
import { createRequire } from 'node:module'
import { type Emulator, startEmulator } from '@x/emulator'
import { fromRamRoleArn } from '@x/provider-sts'
import { createRpcClient } from '@x/tea-rpc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, type Config, type CredentialLike, chain, fromEnv } from '../src/index.ts'

// As their users load them. Their own declarations do not compile here: they import types of packages that they do not depend on.
const require = createRequire(import.meta.url)
const { default: OfficialCredential, Config: OfficialConfig } = require('@alicloud/credentials')
const { default: OpenApiClient, Config: OpenApiConfig, OpenApiRequest, Params } = require('@alicloud/openapi-client')
const { default: StsClient } = require('@alicloud/sts20150401')

let emulator: Emulator
let configs: Record<'access_key' | 'sts' | 'ram_role_arn' | 'credentials_uri' | 'bearer', Config>
let uri: string

beforeAll(async () => {
  emulator = await startEmulator()
  const [account] = emulator.accounts
  const [role] = emulator.roles
  if (!account || !role) throw new Error('The emulator has no account or no role.')
  const { accessKeyId, accessKeySecret, bearerToken } = account
  const temporary = emulator.issueTemporaryKey()
  uri = emulator.credentialsUri
  configs = {
    access_key: { type: 'access_key', accessKeyId, accessKeySecret },
    sts: {
      type: 'sts',
      accessKeyId: temporary.accessKeyId,
      accessKeySecret: temporary.accessKeySecret,
      securityToken: temporary.securityToken,
    },
    ram_role_arn: { type: 'ram_role_arn', accessKeyId, accessKeySecret, roleArn: role.arn, stsEndpoint: emulator.url },
    credentials_uri: { type: 'credentials_uri', credentialsURI: uri },
    bearer: { type: 'bearer', bearerToken },
  }
})
afterAll(() => emulator.close())

const kinds = ['access_key', 'sts', 'ram_role_arn', 'credentials_uri', 'bearer'] as const
const arns: Readonly<Record<(typeof kinds)[number], RegExp>> = {
  access_key: /^acs:ram::\d+:(root|user\/)/,
  sts: /^acs:ram::\d+:assumed-role\//,
  ram_role_arn: /^acs:ram::\d+:assumed-role\//,
  credentials_uri: /^acs:ram::\d+:assumed-role\//,
  bearer: /^acs:ram::\d+:/,
}

describe('our Client in the official clients', () => {
  it.each(kinds)('@alicloud/openapi-client takes it for %s', async (kind) => {
    const { host } = new URL(emulator.url)
    const credential = new Client(configs[kind])
    const client = new OpenApiClient(new OpenApiConfig({ credential, endpoint: host, protocol: 'http' }))
    const params = new Params({
      action: 'GetCallerIdentity',
      version: '2015-04-01',
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    })
    const { statusCode, body } = await client.callApi(params, new OpenApiRequest({}), {})
    expect([statusCode, body.Arn]).toEqual([200, expect.stringMatching(arns[kind])])
  })

  it.each(kinds)('a product client takes it for %s', async (kind) => {
    const { host } = new URL(emulator.url)
    const client = new StsClient({ credential: new Client(configs[kind]), endpoint: host, protocol: 'http' })
    const { statusCode, body } = await client.getCallerIdentity()
    expect([statusCode, body?.arn]).toEqual([200, expect.stringMatching(arns[kind])])
  })
})

describe('official credentials here', () => {
  const officialConfigs = (kind: (typeof kinds)[number]): object =>
    kind === 'bearer' ? { ...configs.bearer } : kind === 'credentials_uri' ? { type: kind, credentialsURI: uri } : { ...configs[kind] }
  const whoAmI = async (credential: CredentialLike) => {
    const client = createRpcClient({ credential, endpoint: emulator.url })
    const { body } = await client.request({ action: 'GetCallerIdentity', version: '2015-04-01' })
    return (body as { Arn: string }).Arn
  }

  // The official ram_role_arn asks STS by https alone, so that it cannot reach a loopback port.
  it.each(['access_key', 'sts', 'credentials_uri', 'bearer'] as const)('signs our calls with %s', async (kind) => {
    const credential = new OfficialCredential(new OfficialConfig(officialConfigs(kind)))
    expect(await whoAmI(credential)).toMatch(arns[kind])
    expect(await whoAmI(new Client(credential))).toMatch(arns[kind])
  })

  it('assumes a role, and follows in a chain', async () => {
    const credential = new OfficialCredential(new OfficialConfig(officialConfigs('access_key')))
    const role = fromRamRoleArn({ credential, roleArn: emulator.roles[0]?.arn, stsEndpoint: emulator.url })
    expect(await whoAmI(chain(fromEnv({ env: {} }), role))).toMatch(arns.ram_role_arn)
  })
})
