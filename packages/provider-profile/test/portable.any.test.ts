import { fromAccessKey, isAlibabaCloudError } from '@x/credentials-core'
import { createFakeClock, createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromCliProfile, fromOAuth, fromProfile, type ProfileConfig } from '../src/index.ts'

const configs: ProfileConfig[] = []
const create = (config: ProfileConfig) => {
  configs.push(config)
  return fromAccessKey({ accessKeyId: 'id', accessKeySecret: 'secret' })
}
const over = (content: string) => ({ create, env: {}, home: '/home/ann', readFile: async () => content, refresh: createFakeClock() })

describe('on every platform', () => {
  it('reads a credentials file by its grammar', async () => {
    const text =
      '\ufeff[a.b]   # text\r\ntype = rsa_key_pair\r\nPUBLIC_KEY_ID = ab#cd ; text\r\nprivate_key_file = "keys/a # b.pem"\r\n[__proto__]\r\nx = y'
    expect(await fromProfile({ ...over(text), profile: 'a.b' })()).toMatchObject({ providerName: 'profile/static_ak' })
    expect(configs.at(-1)).toMatchObject({ publicKeyId: 'ab#cd', privateKeyFile: '/home/ann/.alibabacloud/keys/a # b.pem' })
    const error = await fromProfile(over('[default]\nbroken'))().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_FILE_SYNTAX', line: 2, column: 1 })
  })

  it('reads a config file, and finds a mistake in it whatever the engine says', async () => {
    const text = JSON.stringify({ profiles: [{ name: 'default', mode: 'AK', access_key_id: 'x', access_key_secret: 'y' }] })
    expect(await fromCliProfile(over(text))()).toMatchObject({ providerName: 'cli_profile/static_ak' })
    expect(await fromCliProfile(over(`${text.slice(0, 20)}\n!`))().catch((error: unknown) => error)).toMatchObject({
      code: 'ERR_FILE_SYNTAX',
      line: 2,
      column: 1,
    })
  })

  it('exchanges a login', async () => {
    const body = { accessKeyId: 'STS.x', accessKeySecret: 's', securityToken: 't', expiration: '2130-01-01T00:00:00Z' }
    const provider = fromOAuth({ siteType: 'CN', accessToken: 'a', fetch: createScriptedFetch([{ body }]) })
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.x' })
  })

  it('asks for readFile where there are no files, or finds none', async () => {
    const error = await fromProfile({ create, env: {}, file: '/nowhere/credentials' })().catch((error: unknown) => error)
    expect(isAlibabaCloudError(error) && error.code).toMatch(/^(ERR_RUNTIME_UNSUPPORTED|ERR_FILE_ACCESS)$/)
  })
})
