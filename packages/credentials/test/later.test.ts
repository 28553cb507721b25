// What the default chain loads, and when: programs that find their keys at once shall pay for nothing else.
import { execFile } from 'node:child_process'
import * as module from 'node:module'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** What a program of the sources prints. */
async function run(script: string): Promise<never> {
  const flags = ['--conditions=x-source', '--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: import.meta.dirname })
  return JSON.parse(stdout) as never
}

/** The modules that a program loads after its imports, in each of its steps. */
function loadedBy(...steps: string[]): Promise<string[][]> {
  return run(`
    import { registerHooks } from 'node:module'
    let loaded = []
    registerHooks({ load(url, context, next) { if (url.startsWith('file:')) loaded.push(url); return next(url, context) } })
    const { fromDefaultChain } = await import('@x/credentials')
    const home = '/nowhere'
    const found = []
    for (const step of [${steps.map((step) => `() => ${step}`).join()}]) {
      loaded = []
      await step().catch(() => {})
      found.push(loaded.map((url) => url.split('/packages/')[1]))
    }
    console.log(JSON.stringify(found))`)
}

/** What a provider rejects with when the module whose address ends so cannot be loaded. */
function failureWithout(part: string, provider: string): Promise<Record<string, unknown>> {
  return run(`
    import { registerHooks } from 'node:module'
    import * as x from '@x/credentials'
    import { createProvider } from '@x/credentials'
    import { fromCloudSso, fromProcess } from '../../provider-profile/src/index.ts'
    const load = (url, context, next) => {
      if (url.endsWith('${part}')) throw new Error('is gone')
      return next(url, context)
    }
    registerHooks({ load })
    const cli = { profiles: [{ name: 'default', mode: 'AK', access_key_id: 'LTAIofTheProfile', access_key_secret: 'secret' }] }
    const files = { config: JSON.stringify(cli), credentials: '[default]' }
    const only = (name) => async (path) => {
      if (!path.includes(name)) throw Object.assign(new Error('none'), { code: 'ENOENT' })
      return files[name]
    }
    const keys = { accessKeyId: 'LTAIofTheOptions', accessKeySecret: 'secret' }
    const roleArn = 'acs:ram::1234567890123456:role/reader'
    const here = { env: {}, home: '/nowhere' }
    const { code, provider, retryable, skippable, links } = await (${provider})().catch((error) => error)
    console.log(JSON.stringify({ code, provider, retryable, skippable, reason: links?.at(-1)?.reason }))`)
}

// Node 20 runs no TypeScript, and tells nobody what it loads.
const canWatch = 'typescript' in process.features && 'registerHooks' in module

it.skipIf(!canWatch)('loads nothing for keys that are there at once', async () => {
  const keys = JSON.stringify({ ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIofVariables1', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' })
  const [variables, noFiles, metadata] = await loadedBy(
    `fromDefaultChain({ env: ${keys} })()`,
    `fromDefaultChain({ env: {}, home, ecs: 'off' })()`,
    `fromDefaultChain({ env: {}, home, fetch: async () => ({ status: 404 }) })()`,
  )
  expect(variables).toEqual([])
  expect(noFiles).toContain('provider-profile/src/reader.ts')
  expect(noFiles?.filter((file) => !/^(provider-profile|credentials-core)\//.test(file))).toEqual([])
  expect(noFiles).not.toContain('provider-profile/src/contents.ts')
  expect(metadata).toContain('provider-ecs/src/instance-role.ts')
  expect(metadata?.filter((file) => !file.startsWith('provider-ecs/'))).toEqual([])
})

it.skipIf(!canWatch).each([
  ['provider-sts/src/sessions.ts', 'x.fromRamRoleArn({ ...keys, roleArn })', 'ram_role_arn/static_ak'],
  ['sts/sts-client.ts', 'x.fromRamRoleArn({ ...keys, roleArn })', 'ram_role_arn/static_ak'],
  ['provider-ecs/src/instance-role.ts', "x.fromEcsRamRole({ env: {}, roleName: 'r' })", 'ecs_ram_role'],
  ['tea-rpc/src/transport.ts', "createProvider({ type: 'credentials_uri', credentialsURI: 'https://keys.example' })", 'credential_uri'],
  [
    'tea-rpc/src/transport.ts',
    "fromCloudSso({ signInUrl: 'https://x.example', accountId: '1', accessConfig: 'a', accessToken: 't' })",
    'cloud_sso',
  ],
  ['provider-profile/src/system.node.ts', "fromProcess({ command: 'true' })", 'external'],
])('R11 without %s, %s rejects with an error that names the provider', async (part, provider, name) => {
  expect(await failureWithout(part, provider)).toEqual({ code: 'ERR_NETWORK', provider: name, retryable: true, skippable: false })
})

it.skipIf(!canWatch).each([
  ['provider-profile/src/reader.ts', 'x.fromDefaultChain(here)', 'cli_profile'],
  ['provider-profile/src/contents.ts', "x.fromDefaultChain({ ...here, readFile: only('config') })", 'cli_profile'],
  ['/ini.js', "x.fromDefaultChain({ ...here, readFile: only('credentials') })", 'profile'],
])('R34 without %s the chain stops, as the files may name an identity', async (part, provider, name) => {
  const reason = `Provider ${name} could not load a part of its program.`
  expect(await failureWithout(part, provider)).toMatchObject({ code: 'ERR_NETWORK', retryable: true, reason })
})

it.skipIf(!canWatch)('without the part of the ECS link the chain goes on, as nobody asked for that', async () => {
  const failure = await failureWithout('provider-ecs/src/instance-role.ts', 'x.fromDefaultChain(here)')
  expect(failure).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
})
