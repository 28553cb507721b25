import { createFakeClock, createScriptedFetch, type ScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type FromBackendOptions, fromBackend, type TabTools } from '../src/index.ts'
import { createBackend, failure, keysAnswer } from './backend-script.ts'
import { createFakeBrowser } from './fake-tabs.ts'

const url = 'https://app.example.com/credentials'

function setUp(script?: ScriptedFetch) {
  const clock = createFakeClock()
  const browser = createFakeBrowser()
  const fetch = script ?? createBackend(clock.now)
  const open = (tabs: TabTools | false, options: Partial<FromBackendOptions> = {}) =>
    fromBackend({ url, tabs, fetch, refresh: { ...clock }, ...options })
  return { clock, browser, fetch, open }
}

/** The fake clock moves only when told to; whoever waits for a message has all of them by then. */
const keyIds = async (work: Promise<{ readonly accessKeyId: string }[]>) => [...new Set((await work).map(({ accessKeyId }) => accessKeyId))]

describe('R15 R71 tabs', () => {
  it('that begin at the same time ask once', async () => {
    const { browser, fetch, open } = setUp()
    const tabs = Array.from({ length: 20 }, () => open(browser.openTab()))
    expect(await keyIds(Promise.all(tabs.map((provider) => provider())))).toEqual(['STS.exampleKeyOfPage1'])
    expect(fetch.requests).toHaveLength(1)
  })

  it('that open later get the keys of those that are there', async () => {
    const { browser, fetch, open } = setUp()
    const first = await open(browser.openTab())()
    expect(await open(browser.openTab())()).toMatchObject({
      accessKeyId: first.accessKeyId,
      accessKeySecret: first.accessKeySecret,
      securityToken: first.securityToken,
      expiration: first.expiration,
    })
    expect(fetch.requests).toHaveLength(1)
  })

  it('that refresh ask once for all, hour after hour', async () => {
    const { clock, browser, fetch, open } = setUp()
    const tabs = [open(browser.openTab()), open(browser.openTab()), open(browser.openTab())]
    for (let minute = 0; minute < 120; minute++) {
      await Promise.all(tabs.map((provider) => provider()))
      await clock.advance(60_000)
    }
    // One in ten minutes, as for a single page.
    expect(fetch.requests.length).toBeGreaterThanOrEqual(8)
    expect(fetch.requests.length).toBeLessThanOrEqual(13)
  })

  it('do not wait for anybody when they are alone', async () => {
    const { clock, browser, fetch, open } = setUp()
    await open(browser.openTab())()
    expect(fetch.requests).toHaveLength(1)
    expect(clock.now()).toBe(Date.UTC(2030, 0, 1))
    expect(browser.messages).not.toContain('ask')
  })

  it('R25 do not pass on a key that was rejected, and share the one that comes in its place', async () => {
    const { browser, fetch, open } = setUp()
    const [one, two] = [open(browser.openTab()), open(browser.openTab())]
    const [{ accessKeyId }] = await Promise.all([one(), two()])
    const answer = one({ rejectedKeyId: accessKeyId })
    expect((await answer).accessKeyId).toBe('STS.exampleKeyOfPage2')
    expect((await two({ rejectedKeyId: accessKeyId })).accessKeyId).toBe('STS.exampleKeyOfPage2')
    expect(fetch.requests).toHaveLength(2)
  })

  it('of another account, or of another back end, share nothing', async () => {
    const { browser, fetch, open } = setUp()
    const ids = await keyIds(
      Promise.all([
        open(browser.openTab(), { account: 'ann' })(),
        open(browser.openTab(), { account: 'ben' })(),
        open(browser.openTab(), { url: `${url}2` })(),
      ]),
    )
    expect(ids).toHaveLength(3)
    expect(fetch.requests).toHaveLength(3)
  })

  it('get over one that crashed while it was asking', async () => {
    const clock = createFakeClock()
    const hanging = createScriptedFetch([{ hang: true }])
    const { browser, fetch, open } = setUp()
    const crashed = browser.openTab()
    failure(fromBackend({ url, tabs: crashed, fetch: hanging, refresh: { ...clock } })()).catch(() => {})
    await clock.advance(0)
    const next = open(browser.openTab())()
    crashed.crash()
    expect((await next).accessKeyId).toBe('STS.exampleKeyOfPage1')
    expect(fetch.requests).toHaveLength(1)
  })

  it('do not wait longer than for a request when another hangs with the lock', async () => {
    const { clock, browser, fetch, open } = setUp()
    const stuck = browser.openTab()
    stuck.locks.request(`alibaba-cloud.credentials ${url} `, {}, () => new Promise(() => {}))
    await clock.advance(0)
    const answer = open(browser.openTab(), { timeout: 2000 })()
    await clock.advance(6999)
    expect(fetch.requests).toHaveLength(0)
    await clock.advance(1)
    expect((await answer).accessKeyId).toBe('STS.exampleKeyOfPage1')
  })

  it('ask the back end when those who have keys are silent', async () => {
    const { clock, browser, fetch, open } = setUp()
    const silent = browser.openTab()
    await open({ ...silent, openChannel: () => ({ postMessage() {}, close() {}, onmessage: null }) })()
    const answer = open(browser.openTab())()
    await clock.advance(3000)
    expect((await answer).accessKeyId).toBe('STS.exampleKeyOfPage2')
    expect(fetch.requests).toHaveLength(2)
  })

  it('go on without one whose page the browser keeps for the way back, and it finds its way in again', async () => {
    const { browser, fetch, open } = setUp()
    const kept = browser.openTab()
    await open(kept)()
    kept.lifecycle.dispatchEvent(new Event('pagehide'))
    await Promise.resolve()
    expect(browser.held()).toEqual([])
    await open(browser.openTab())()
    expect(fetch.requests).toHaveLength(2)
    kept.lifecycle.dispatchEvent(new Event('pageshow'))
    await Promise.resolve()
    await Promise.resolve()
    expect(browser.held()).toHaveLength(2)
  })

  it('R24 give nobody the keys of a session that has ended', async () => {
    const clock = createFakeClock()
    const { browser, open } = setUp(createScriptedFetch([keysAnswer(1), { status: 401 }, keysAnswer(2, Date.UTC(2030, 0, 1, 0, 10))]))
    const first = open(browser.openTab(), { refresh: { ...clock } })
    await first()
    await clock.advance(601_000)
    await first()
    await clock.advance(0)
    expect(await failure(first())).toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED' })
    expect(browser.held()).toEqual([])
    expect((await open(browser.openTab())()).accessKeyId).toBe('STS.exampleKeyOfPage2')
  })

  it('ignore what others say on their channel', async () => {
    const { browser, fetch, open } = setUp()
    const stranger = browser.openTab().openChannel(`alibaba-cloud.credentials ${url} `)
    const provider = open(browser.openTab())
    await provider()
    for (const message of [
      null,
      7,
      'keys',
      {},
      { type: 'sts', accessKeyId: 'x' },
      { accessKeyId: 'STS.x', accessKeySecret: 'y', expiration: 1 },
    ])
      stranger.postMessage(message)
    await Promise.resolve()
    expect((await provider()).accessKeyId).toBe('STS.exampleKeyOfPage1')
    expect(fetch.requests).toHaveLength(1)
  })
})

describe('a browser that lacks something', () => {
  it('has no locks: tabs share all the same, but those that begin together may each ask', async () => {
    const { clock, browser, fetch, open } = setUp()
    const withoutLocks = () => ({ openChannel: browser.openTab().openChannel })
    const first = open(withoutLocks())()
    await clock.advance(100)
    await first
    expect((await open(withoutLocks())()).accessKeyId).toBe('STS.exampleKeyOfPage1')
    expect(fetch.requests).toHaveLength(1)
  })

  it('has no channels, or refuses them: each tab asks for itself', async () => {
    const { fetch, open } = setUp()
    const refuse = () => {
      throw new DOMException('no', 'SecurityError')
    }
    await open(false)()
    await open({ openChannel: refuse })()
    expect(fetch.requests).toHaveLength(2)
  })

  it('refuses locks: the keys come all the same', async () => {
    const { browser, fetch, open } = setUp()
    const refuse = async () => {
      throw new DOMException('no', 'SecurityError')
    }
    const locks = { request: refuse, query: refuse } as unknown as NonNullable<TabTools['locks']>
    await open({ ...browser.openTab(), locks })()
    expect(fetch.requests).toHaveLength(1)
  })
})
