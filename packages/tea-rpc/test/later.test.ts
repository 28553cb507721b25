// Parts that load later may be gone when they are needed, as in a page that has gone offline or is older than its site.
import { execFile } from 'node:child_process'
import * as module from 'node:module'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** How calls of a client end in a process that cannot load the part for rare things. */
async function outcomesOf(onEvent: string, ...fetches: string[]): Promise<unknown[]> {
  const script = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve(name, context, next) { if (name === '#rare') throw new Error('gone'); return next(name, context) } })
    const { createRpcClient } = await import('@x/tea-rpc')
    const keys = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }
    const outcomes = []
    for (const fetch of [${fetches.join()}]) {
      const client = createRpcClient({ ...keys, endpoint: 'thing.example.com', fetch, onEvent: ${onEvent} })
      outcomes.push(await client.request({ action: 'DescribeThing', version: '2024-01-01' }).then(({ body }) => body, ({ message }) => message))
    }
    console.log(JSON.stringify(outcomes))`
  const flags = ['--conditions=x-source', '--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: import.meta.dirname })
  return JSON.parse(stdout)
}

// Node 20 runs no TypeScript, and lets nobody say what cannot be loaded.
it.skipIf(!('typescript' in process.features && 'registerHooks' in module))(
  'a first attempt ends as it would, and its failure stands, when nothing more can be loaded',
  async () => {
    const answers = [
      `async () => new Response('{"Id":1}')`,
      `async () => new Response('{"Code":"Forbidden.RAM"}', { status: 403 })`,
      `async () => { throw new TypeError('Failed to fetch') }`,
    ]
    const outcomes = [
      { Id: 1 },
      'DescribeThing got an answer of thing.example.com with status 403, and what reads it could not be loaded.',
      'thing.example.com could not be reached.',
    ]
    expect(await outcomesOf('undefined', ...answers)).toEqual(outcomes)
    // A listener is not told then, and changes nothing.
    expect(await outcomesOf('() => {}', ...answers)).toEqual(outcomes)
  },
)
