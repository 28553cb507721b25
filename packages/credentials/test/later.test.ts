// What the default chain loads, and when: programs that find their keys at once shall pay for nothing else.
import { execFile } from 'node:child_process'
import * as module from 'node:module'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** The modules that a program loads after its imports, in each of its steps. */
async function loadedBy(...steps: string[]): Promise<string[][]> {
  const script = `
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
    console.log(JSON.stringify(found))`
  const flags = ['--conditions=x-source', '--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: import.meta.dirname })
  return JSON.parse(stdout)
}

// Node 20 runs no TypeScript, and tells nobody what it loads.
it.skipIf(!('typescript' in process.features && 'registerHooks' in module))('loads nothing for keys that are there at once', async () => {
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
