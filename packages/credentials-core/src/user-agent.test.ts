import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { requestText } from './request-text.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'
import { userAgent } from './user-agent.ts'

afterEach(() => void vi.unstubAllGlobals())

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const here = `AlibabaCloud (${process.platform}; ${process.arch}) Node.js/${process.versions.node} Credentials/${version} TeaDSL/1`

it('names the system, the runtime and the version of the package', () => {
  expect(userAgent()).toBe(here)
})

it('is sent with every request for credentials, unless another is given', async () => {
  const fetch = createScriptedFetch([{ body: 'a' }, { body: 'b' }])
  await requestText('http://localhost/', { fetch, timeout: 60_000, limit: 10 })
  await requestText('http://localhost/', { fetch, timeout: 60_000, limit: 10, headers: { accept: 'text/plain', 'user-agent': 'mine' } })
  expect(fetch.requests.map(({ headers }) => headers)).toEqual([{ 'user-agent': here }, { accept: 'text/plain', 'user-agent': 'mine' }])
})

it('is left to browsers, and to runtimes without a process', () => {
  vi.stubGlobal('document', {})
  expect(userAgent()).toBeUndefined()
  vi.stubGlobal('process', undefined)
  expect(userAgent()).toBeUndefined()
})
