import { expect, it } from 'vitest'
import { fromOidcRoleArn, fromRamRoleArn } from '../src/index.ts'

const role = { roleArn: 'acs:ram::1:role/x', env: {} }

it('says what to use where there are no files', async () => {
  const provider = fromOidcRoleArn({ ...role, oidcProviderArn: 'acs:ram::1:oidc-provider/x', oidcTokenFilePath: '/token' })
  await expect(provider()).rejects.toMatchObject({ code: 'ERR_RUNTIME_UNSUPPORTED', hint: expect.stringContaining('readFile') })
})

it.each([{ httpsProxy: 'http://127.0.0.1:1' }, { connectTimeout: 1000 }, { ca: 'x' }])(
  'refuses by name what a browser cannot do: %j',
  (option) => {
    expect(() => fromRamRoleArn({ ...role, accessKeyId: 'a', accessKeySecret: 'b', ...option })).toThrow(
      expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED', field: Object.keys(option)[0] }),
    )
  },
)
