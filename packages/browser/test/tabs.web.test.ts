import { createScriptedFetch, findCanary } from '@x/credentials-core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { fromBackend } from '../src/index.ts'
import { keysAnswer } from './backend-script.ts'

const SECRETS = ['exampleSecretOfPage1', 'exampleTokenOfPage1']
let count = 0
const newUrl = () => `https://app.example.com/credentials${++count}`
const backend = () => {
  const fetch = createScriptedFetch(() => keysAnswer(fetch.requests.length, Date.now()))
  return fetch as ReturnType<typeof createScriptedFetch>
}

/** The tools of another page of this origin: its own locks and channels. */
function openFrame() {
  const frame = document.body.appendChild(document.createElement('iframe'))
  frame.className = 'page'
  const other = frame.contentWindow as unknown as typeof globalThis
  return { locks: other.navigator.locks, openChannel: (name: string) => new other.BroadcastChannel(name) }
}

afterEach(() => {
  for (const frame of document.querySelectorAll('iframe.page')) frame.remove()
})

describe('in a real browser', () => {
  it('R15 R71 pages that begin together ask once, by Web Locks and BroadcastChannel', async () => {
    const url = newUrl()
    const fetch = backend()
    const pages = [undefined, openFrame(), openFrame(), openFrame()].map((tabs) => fromBackend({ url, fetch, tabs }))
    const keys = await Promise.all(pages.map((provider) => provider()))
    expect(new Set(keys.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['STS.exampleKeyOfPage1']))
    expect(fetch.requests).toHaveLength(1)
  })

  it('gives a page that opens later the keys of the first', async () => {
    const url = newUrl()
    const fetch = backend()
    await fromBackend({ url, fetch })()
    expect((await fromBackend({ url, fetch, tabs: openFrame() })()).accessKeySecret).toBe('exampleSecretOfPage1')
    expect(fetch.requests).toHaveLength(1)
  })

  it('keeps keys out of every storage, history and name', async () => {
    const url = newUrl()
    await fromBackend({ url, fetch: backend() })()
    const names = (await indexedDB.databases()).map(({ name }) => name)
    const { held } = await navigator.locks.query()
    const caches = await globalThis.caches.keys()
    const seen = [
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state,
      window.name,
      names,
      caches,
      held,
      location.href,
    ]
    for (const secret of SECRETS) expect(findCanary(secret, ...seen)).toEqual([])
    expect(held?.some(({ name }) => name === `alibaba-cloud.credentials ${url}  holder`)).toBe(true)
  })

  it('takes an address relative to the page, and refuses one on plain http', async () => {
    const fetch = backend()
    await fromBackend({ url: '/credentials-relative', fetch, tabs: false })()
    expect(fetch.requests[0]?.url).toBe(new URL('/credentials-relative', document.baseURI).href)
    expect(() => fromBackend({ url: 'http://app.example.com/' })).toThrow('is neither https nor on this machine')
  })
})
