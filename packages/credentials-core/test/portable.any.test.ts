import { describe, expect, it } from 'vitest'
import { chain, createCredentials, directFetch, fromCredentialsUri, fromEnv, isAlibabaCloudError } from '../src/index.ts'
import { createScriptedFetch } from '../src/testing.ts'

const body = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }

describe('on every platform', () => {
  it('resolves a chain of an environment that is not there and a credentials URI', async () => {
    const fetch = createScriptedFetch([{ body }])
    const provider = chain(fromEnv({ env: {} }), fromCredentialsUri({ credentialsURI: 'http://localhost:4000/', fetch }))
    const { accessKeyId, expiration } = await provider()
    expect([accessKeyId, expiration?.getTime()]).toEqual(['STS.example', Date.parse(body.Expiration)])
    expect(await provider()).toBe(await provider())
  })

  it('reads an expiration with an offset and with more digits than milliseconds', () => {
    for (const expiration of ['2130-01-01T08:00:00+08:00', '2130-01-01T00:00:00.000000Z']) {
      expect(createCredentials({ accessKeyId: 'a', accessKeySecret: 'b', expiration }).expiration?.toISOString()).toBe(
        '2130-01-01T00:00:00.000Z',
      )
    }
  })

  it('shows masked facts only to structuredClone and JSON', () => {
    const credentials = createCredentials({ accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'secret' })
    const shown = { type: 'access_key', providerName: 'access_key', keyId: 'LTAI****Wxyz' }
    expect([structuredClone(credentials), JSON.parse(JSON.stringify(credentials))]).toEqual([shown, shown])
  })

  it('has a directFetch, and typed errors', async () => {
    expect(directFetch).toBeTypeOf('function')
    const error = await fromEnv({ env: {} })().catch((error: unknown) => error)
    expect(isAlibabaCloudError(error)).toBe(true)
  })
})
