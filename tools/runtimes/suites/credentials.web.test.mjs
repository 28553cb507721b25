import { createProvider } from '@x/credentials'
import { fromProfile } from '@x/provider-profile'
import { fromRsaKeyPair } from '@x/provider-rsa'
import { describe, expect, it } from 'vitest'

const role = { roleArn: 'acs:ram::1:role/x', oidcProviderArn: 'acs:ram::1:oidc-provider/x', oidcTokenFilePath: '/token', env: {} }
const codeOf = (provider) =>
  provider().then(
    () => undefined,
    ({ code, hint }) => [code, /readFile/.test(hint), /\/node/.test(hint)],
  )

describe('where there are no files', () => {
  it('what needs one says what to use instead', async () => {
    const wanted = ['ERR_RUNTIME_UNSUPPORTED', true, true]
    expect(await codeOf(createProvider({ type: 'oidc_role_arn', ...role }))).toEqual(wanted)
    expect(await codeOf(fromRsaKeyPair({ publicKeyId: 'id', privateKeyFile: '/key.pem', env: {} }))).toEqual(wanted)
    expect(await codeOf(fromProfile({ create: () => {}, env: {}, file: '/credentials' }))).toEqual(wanted)
  })
})
