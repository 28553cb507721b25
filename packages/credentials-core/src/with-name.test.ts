import { describe, expect, it } from 'vitest'
import { peekCredentials } from './define-provider.ts'
import { fromAccessKey } from './from-access-key.ts'
import { withName } from './with-name.ts'

describe('withName', () => {
  it('puts the name before the path of the credentials, and gives the same object each time', async () => {
    const inner = fromAccessKey({ accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'secret' })
    const provider = withName('default', inner)
    expect(provider.providerName).toBe('default')
    const credentials = await provider()
    expect(credentials).toMatchObject({ providerName: 'default/static_ak', accessKeySecret: 'secret', type: 'access_key' })
    expect(await provider()).toBe(credentials)
    expect(peekCredentials(provider)).toBe(credentials)
    expect((await withName('outer', provider)()).providerName).toBe('outer/default/static_ak')
  })

  it('R70 rejects with the reason of the caller', async () => {
    const provider = withName('default', fromAccessKey({ accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'secret' }))
    const reason = new Error('gone')
    await expect(provider({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
