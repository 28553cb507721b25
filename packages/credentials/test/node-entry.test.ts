// What Deno and Bun get: the web files of every package, and Node's files by the entry ./node.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import * as anywhere from '../src/index.ts'
import * as node from '../src/node.ts'

const folder = mkdtempSync(join(tmpdir(), 'node-entry-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ini = join(folder, 'credentials')
writeFileSync(ini, '[default]\ntype = access_key\naccess_key_id = LTAIofThatFile12\naccess_key_secret = secret\n')
const token = join(folder, 'token')
writeFileSync(token, 'header.payload.signature')

const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: ini, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' }
const home = folder

describe('@x/credentials/node', () => {
  // Node 20 runs no TypeScript.
  it.skipIf(!('typescript' in process.features))('reads files where the web files of every package are taken', async () => {
    const script = `
      import { explain as explainAnywhere } from '@x/credentials'
      import { explain } from '@x/credentials/node'
      const options = ${JSON.stringify({ env, home })}
      const [web, node] = [await explainAnywhere(options), await explain(options)]
      console.log(JSON.stringify([web.links.map(({ name }) => name), node.providerName]))`
    const conditions = ['--conditions=x-source', '--conditions=deno']
    const flags = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script]
    const { stdout } = await promisify(execFile)(process.execPath, [...conditions, ...flags], { cwd: import.meta.dirname })
    expect(JSON.parse(stdout)).toEqual([['env', 'oidc_role_arn', 'ecs_ram_role', 'credential_uri'], 'default/profile/static_ak'])
  })

  it('has the names of the main entry', () => {
    expect(Object.keys(node).sort()).toEqual(Object.keys(anywhere).sort())
  })

  it('reads the files of the default chain, and explains them', async () => {
    expect((await node.fromDefaultChain({ env, home })()).accessKeyId).toBe('LTAIofThatFile12')
    expect(await node.explain({ env, home })).toMatchObject({ ok: true, providerName: 'default/profile/static_ak' })
  })

  it('makes a Client of the chain, of a config and of a provider', async () => {
    expect(new node.Client().getType()).toBe(new anywhere.Client().getType())
    expect(new node.Client()).toBeInstanceOf(anywhere.Client)
    const config = { type: 'access_key', accessKeyId: 'LTAIofThatConfig', accessKeySecret: 'secret' } as const
    expect(new node.Client(config).getType()).toBe('access_key')
    expect(await new node.Client(node.createProvider(config)).getAccessKeyId()).toBe('LTAIofThatConfig')
  })

  it('reads the token file of a role', async () => {
    const sent: string[] = []
    const fetch: anywhere.FetchLike = async (_, init) => {
      sent.push(String(init?.body))
      throw new Error('That is all.')
    }
    const [roleArn, oidcProviderArn] = ['acs:ram::1234567890123456:role/reader', 'acs:ram::1234567890123456:oidc-provider/cluster']
    const config: anywhere.Config = { type: 'oidc_role_arn', roleArn, oidcProviderArn, oidcTokenFilePath: token, fetch, env: {} }
    await Promise.allSettled([node.createProvider(config)(), new node.Client(config).getCredential()])
    expect(sent.map((body) => new URLSearchParams(body).get('OIDCToken'))).toContain('header.payload.signature')
  })
})
