import { isAlibabaCloudError } from '@x/credentials-core'
import { createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { credentialsHandler, fromBackend } from '../src/index.ts'

const origin = 'https://app.example.com'
const Credentials = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }
const sts = () => createScriptedFetch(() => ({ body: { Credentials } }))
const handler = (fetch = sts()) =>
  credentialsHandler({
    provider: async () => ({ accessKeyId: 'LTAIexample', accessKeySecret: 'secret' }),
    roleArn: 'acs:ram::1234567890123456:role/page',
    policy: { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ocr:*', Resource: '*' }] },
    origins: [origin],
    session: () => ({ name: 'user-1' }),
    env: {},
    fetch,
  })

describe('on every platform', () => {
  it('hands the keys of a role from the handler to the provider', async () => {
    const fetch = sts()
    const answer = handler(fetch)
    const provider = fromBackend({
      url: `${origin}/credentials`,
      tabs: false,
      // A browser sets Origin itself, and lets no program set it.
      fetch: (url, { method, headers } = {}) => {
        const request = new Request(url, { method: method ?? 'GET', headers: headers ?? {} })
        const get = (name: string) => (name === 'origin' ? origin : request.headers.get(name))
        return answer({ url, method: request.method, headers: { get } } as Request)
      },
    })
    const { accessKeyId, expiration, providerName } = await provider()
    expect([accessKeyId, expiration?.toISOString(), providerName]).toEqual(['STS.example', '2130-01-01T00:00:00.000Z', 'backend'])
    expect(new URLSearchParams(String(fetch.requests[0]?.body)).get('DurationSeconds')).toBe('900')
  })

  it('refuses without an origin', async () => {
    const { status } = await handler()(new Request(`${origin}/credentials`, { method: 'POST' }))
    expect(status).toBe(403)
  })

  it('has typed errors', async () => {
    const provider = fromBackend({ url: `${origin}/credentials`, tabs: false, fetch: createScriptedFetch([{ status: 401 }]) })
    const error = await provider().catch((error: unknown) => error)
    expect(isAlibabaCloudError(error) && error.code).toBe('ERR_CREDENTIALS_LOGIN_REQUIRED')
  })
})
