import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, createProvider, explain, fromDefaultChain } from '@x/credentials/node'
import { fromCliProfile, fromProcess, fromProfile } from '@x/provider-profile/node'
import { fromRsaKeyPair } from '@x/provider-rsa/node'
import { fromOidcRoleArn } from '@x/provider-sts/node'
import { describe, expect, it } from 'vitest'
import { PKCS8, SIGNATURE_V3 } from '../../../packages/provider-rsa/test/__fixtures__/throw-away-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'files-'))
globalThis.process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const file = (name, text) => {
  writeFileSync(join(folder, name), text, { mode: 0o600 })
  return join(folder, name)
}
const ini = file('credentials', '[default]\ntype = access_key\naccess_key_id = LTAIofThatFile12\naccess_key_secret = secretOfThatFile\n')
const keys = { access_key_id: 'LTAIofConfigFile', access_key_secret: 'secretOfConfigFile' }
const cli = file('config.json', JSON.stringify({ current: 'default', profiles: [{ name: 'default', mode: 'AK', ...keys }] }))
const token = file('token', 'header.payload.signature\n')
const key = file('key.pem', PKCS8)

const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: ini, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' }
const expires = '2130-01-01T00:00:00Z'
const temporary = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: expires }
const role = {
  roleArn: 'acs:ram::1234567890123456:role/reader',
  oidcProviderArn: 'acs:ram::1234567890123456:oidc-provider/cluster',
  env: {},
}
const sts = () => {
  const forms = []
  const SessionAccessKey = { SessionAccessKeyId: 'TMPSK.example', SessionAccessKeySecret: 'secret', Expiration: expires }
  const fetch = async (_url, { body }) => {
    forms.push(new URLSearchParams(String(body)))
    return new Response(JSON.stringify({ Credentials: temporary, SessionAccessKey }))
  }
  return { fetch, forms }
}
/** What a profile becomes is the umbrella's affair. */
const create = (config) => createProvider({ ...config, type: 'access_key' })

describe('files, by the entry ./node', () => {
  it('the default chain reads the credentials file, and explains it', async () => {
    expect((await fromDefaultChain({ env, home: folder })()).accessKeyId).toBe('LTAIofThatFile12')
    expect(await explain({ env, home: folder })).toMatchObject({ ok: true, providerName: 'default/profile/static_ak' })
  })

  it('fromProfile and fromCliProfile read their files', async () => {
    expect((await fromProfile({ create, env: {}, home: folder, file: ini })()).accessKeyId).toBe('LTAIofThatFile12')
    expect((await fromCliProfile({ create, env: {}, home: folder, file: cli })()).accessKeyId).toBe('LTAIofConfigFile')
  })

  it('fromProcess runs a program', async () => {
    const answer = JSON.stringify({ mode: 'AK', ...keys })
    const command = file('answer.sh', `printf '%s' '${answer}'`)
    expect((await fromProcess({ command: `/bin/sh ${command}` })()).accessKeyId).toBe('LTAIofConfigFile')
  })

  it('fromOidcRoleArn reads its token file, by itself and in a Client', async () => {
    const { fetch, forms } = sts()
    await fromOidcRoleArn({ ...role, oidcTokenFilePath: token, fetch })()
    await new Client({ type: 'oidc_role_arn', ...role, oidcTokenFilePath: token, fetch }).getCredential()
    expect(forms.map((form) => form.get('OIDCToken'))).toEqual(['header.payload.signature', 'header.payload.signature'])
  })

  it('fromRsaKeyPair reads its key file and signs with it', async () => {
    const { fetch, forms } = sts()
    const fixed = { now: () => Date.parse('2024-01-02T03:04:05Z'), nonce: () => '00000000000000000000000000000001', env: {} }
    expect((await fromRsaKeyPair({ ...fixed, publicKeyId: 'PUBKEYID', privateKeyFile: key, fetch })()).accessKeyId).toBe('TMPSK.example')
    expect(forms[0].get('Signature')).toBe(SIGNATURE_V3)
  })

  it('a file that is not there is a typed error', async () => {
    const error = await fromOidcRoleArn({ ...role, oidcTokenFilePath: join(folder, 'none') })().catch((caught) => caught)
    expect(error.code).toBe('ERR_FILE_ACCESS')
  })
})
