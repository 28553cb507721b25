import { isAlibabaCloudError } from '@x/credentials-core'
import { describe, expect, it } from 'vitest'
import { fromEcsRamRole } from '../src/index.ts'
import { CREDENTIALS, createMetadataFetch, ORIGIN, ROLE } from './metadata-script.ts'

const credentials = { body: { ...CREDENTIALS, Expiration: '2130-01-01T00:00:00Z' } }

describe('on every platform', () => {
  it('resolves in hardened mode, with the role name from the service', async () => {
    const fetch = createMetadataFetch({ credentials })
    const provider = fromEcsRamRole({ metadataEndpoint: ORIGIN, env: {}, probeTimeout: 30_000, fetch })
    const { accessKeyId, expiration } = await provider()
    expect([accessKeyId, expiration?.toISOString()]).toEqual([CREDENTIALS.AccessKeyId, '2130-01-01T00:00:00.000Z'])
    expect(await provider()).toBe(await provider())
    expect(fetch.seen()).toEqual(['PUT token', 'GET role +', `GET credentials/${ROLE} +`])
  })

  it('falls back, and waits before it asks again, on the clocks and timers of the platform', async () => {
    let tries = 0
    const fetch = createMetadataFetch({ token: { status: 405 }, credentials: () => (++tries < 2 ? { status: 429 } : credentials) })
    await fromEcsRamRole({ metadataEndpoint: 'https://metadata.test', env: {}, roleName: ROLE, probeTimeout: 30_000, fetch })()
    expect(fetch.seen()).toEqual(['PUT token', `GET credentials/${ROLE} -`, `GET credentials/${ROLE} -`])
  })

  it('gives up a silent address in time, with a typed error', async () => {
    const provider = fromEcsRamRole({
      metadataEndpoint: ORIGIN,
      env: {},
      probeTimeout: 20,
      fetch: createMetadataFetch({ token: { hang: true } }),
    })
    const error = await provider().catch((error: unknown) => error)
    expect(isAlibabaCloudError(error) && [error.code, (error as { skippable?: boolean }).skippable]).toEqual(['ERR_TIMEOUT', true])
  })
})
