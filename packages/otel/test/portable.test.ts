import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { observeOneCall } from './portable.ts'

/** What web pages and workers have, as far as the bundle needs it. */
const WEB = [
  ...([
    'AbortController',
    'AbortSignal',
    'DOMException',
    'Headers',
    'ReadableStream',
    'Response',
    'TextDecoder',
    'TextEncoder',
    'URL',
    'URLSearchParams',
  ] as const),
  ...(['atob', 'btoa', 'clearInterval', 'clearTimeout', 'crypto', 'performance', 'setInterval', 'setTimeout'] as const),
] as const
const SEEN = {
  spans: [
    ['DescribeThing', 503, 'ServiceUnavailable'],
    ['DescribeThing', 200, null],
  ],
  calls: [1, 1],
  retries: { DescribeThing: 1 },
}

it('a client that gets the listener tells of its calls', async () => {
  expect(JSON.parse(await observeOneCall())).toEqual({ ...SEEN, observe: 'works' })
})

it('does so in a web bundle, where there is nothing of Node', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('portable.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'portable',
    platform: 'browser',
    conditions: ['x-source'],
    target: 'es2022',
  })
  const text = outputFiles[0]?.text ?? ''
  expect(text).not.toContain('node:')
  const page = createContext(Object.fromEntries(WEB.map((name) => [name, globalThis[name]])))
  const seen = (await runInContext(`${text};portable.observeOneCall()`, page)) as string
  expect(JSON.parse(seen)).toEqual({ ...SEEN, observe: 'ERR_RUNTIME_UNSUPPORTED' })
})
