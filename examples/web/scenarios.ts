import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright'
import type { WebServer } from './server.ts'

/** What a scenario works with. */
interface Stage {
  readonly browser: Browser
  readonly server: WebServer
  /** A picture with text. */
  readonly picture: Buffer
}

/** A name, and a function that does something in a browser and tells what it saw. It throws when that is not what should be. */
export type Scenario = readonly [name: string, run: (stage: Stage) => Promise<string>]

export const readPicture = (): Promise<Buffer> => readFile(new URL('picture.png', import.meta.url))

/** A machine under load can take a while to read a picture. */
const PATIENCE = 300_000

export const scenarios: readonly Scenario[] = [
  [
    'a dropped picture',
    async (stage) => {
      const page = await openPage(stage)
      await dropPicture(page, stage.picture)
      const steps = await finished(page)
      const frame = page.frameLocator('#result')
      const boxes = await frame.locator('polygon').count()
      const lines = await frame.locator('li span').allTextContents()
      expect(boxes > 0 && lines.length === boxes, `${boxes} boxes and ${lines.length} lines`)
      expect(lines.includes('West Lake Tea House'), `the lines ${lines.join(' | ')}`)
      const stored = await page.evaluate(storages)
      expect(stored.length === 0, `in storage: ${stored.join(', ')}`)
      return `${steps.join(' ')} ${boxes} boxes, ${lines.slice(0, 6).join(' | ')}. Nothing in any storage.`
    },
  ],
  [
    'two tabs',
    async (stage) => {
      const before = stage.server.keysAskedFor()
      const first = await openPage(stage)
      const second = await openPage(stage, { context: first.context() })
      const small = await drawPicture(first)
      await Promise.all([choosePicture(first, small), choosePicture(second, small)])
      await Promise.all([finished(first), finished(second)])
      const third = await openPage(stage, { context: first.context() })
      await choosePicture(third, small)
      await finished(third)
      const asked = stage.server.keysAskedFor() - before
      expect(asked === 1, `${asked} requests for keys`)
      return `3 pictures read in 3 tabs with ${asked} request for keys.`
    },
  ],
  [
    'an expired session',
    async (stage) => {
      const page = await openPage(stage)
      stage.server.endSessions()
      await choosePicture(page, stage.picture)
      const sentence = await complaint(page)
      expect(sentence.startsWith('Your session has ended.'), sentence)
      await page.click('#login')
      await page.waitForFunction(() => document.getElementById('status')?.textContent === 'Logged in.')
      // After a refusal the back end is left alone for 1 to 3 s.
      await page.waitForTimeout(3100)
      await choosePicture(page, await drawPicture(page))
      await finished(page)
      return `“${sentence}” After the next login the picture was read.`
    },
  ],
  [
    'a wrong origin',
    async (stage) => {
      // The same server, by another name: to a browser this is another origin.
      const page = await openPage(stage, { url: stage.server.url.replace('127.0.0.1', 'localhost') })
      await choosePicture(page, stage.picture)
      const sentence = await complaint(page)
      expect(sentence.startsWith('This page may not read pictures'), sentence)
      return `“${sentence}”`
    },
  ],
  [
    'offline',
    async (stage) => {
      const page = await openPage(stage)
      // The part that uploads is loaded with the first picture, so there has to be one before.
      await choosePicture(page, Buffer.alloc(4 * 1024 ** 2))
      await complaint(page)
      const before = stage.server.keysAskedFor()
      await page.context().setOffline(true)
      await choosePicture(page, stage.picture)
      const sentence = await complaint(page)
      expect(sentence.startsWith('You are offline.') && stage.server.keysAskedFor() === before, sentence)
      await page.context().setOffline(false)
      await page.waitForTimeout(3100)
      await choosePicture(page, await drawPicture(page))
      await finished(page)
      return `“${sentence}” Back again, the picture was read.`
    },
  ],
  [
    'a picture of 20 MB',
    async (stage) => {
      const page = await openPage(stage)
      const requests: string[] = []
      page.on('request', (request) => {
        if (request.method() !== 'GET') requests.push(request.url())
      })
      await choosePicture(page, Buffer.concat([stage.picture, Buffer.alloc(20 * 1024 ** 2 - stage.picture.length)]))
      const sentence = await complaint(page)
      expect(
        sentence.includes('has 20.0 MB, and at most 3 MB can be read.') && requests.length === 0,
        `${sentence} ${requests.length} requests`,
      )
      return `“${sentence}” ${requests.length} requests sent.`
    },
  ],
]

/** A page of a new browser profile, or of the same one, logged in. */
async function openPage(
  { browser, server }: Stage,
  options: { readonly context?: BrowserContext; readonly url?: string } = {},
): Promise<Page> {
  const page = await (options.context ?? (await browser.newContext())).newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(options.url ?? server.url)
  if (!options.context) {
    await page.click('#login')
    await page.waitForFunction(() => document.getElementById('status')?.textContent === 'Logged in.')
  }
  // What the status says, from here on.
  await page.evaluate(() => {
    const status = document.getElementById('status') as HTMLElement
    const seen: string[] = []
    new MutationObserver(() => seen.push(status.textContent ?? '')).observe(status, { childList: true })
    Object.assign(window, { seen })
  })
  return page
}

async function choosePicture(page: Page, bytes: Buffer): Promise<void> {
  await page.setInputFiles('#file', { name: 'receipt.png', mimeType: 'image/png', buffer: bytes })
}

/** A picture of one line, which is read sooner than a whole page. */
async function drawPicture(page: Page): Promise<Buffer> {
  const address = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 240, height: 80 })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.fillStyle = 'white'
    context.fillRect(0, 0, 240, 80)
    context.fillStyle = 'black'
    context.font = '36px sans-serif'
    context.fillText('Hello 2026', 20, 52)
    return canvas.toDataURL('image/png')
  })
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
}

async function dropPicture(page: Page, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle((base64) => {
    const transfer = new DataTransfer()
    const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    transfer.items.add(new File([content], 'receipt.png', { type: 'image/png' }))
    return transfer
  }, bytes.toString('base64'))
  await page.dispatchEvent('#drop', 'drop', { dataTransfer })
}

/** The steps that the page told of, once it is done. */
async function finished(page: Page): Promise<string[]> {
  await page.waitForFunction(() => /^(Done|Not read)/.test(document.getElementById('status')?.textContent ?? ''))
  const steps = await page.evaluate(() => (window as unknown as { seen: string[] }).seen)
  expect(steps.at(-1)?.startsWith('Done') === true, `“${await page.textContent('#error')}”`)
  return steps
}

async function complaint(page: Page): Promise<string> {
  await page.waitForFunction(() => /^(Done|Not read)/.test(document.getElementById('status')?.textContent ?? ''))
  const sentence = (await page.textContent('#error')) ?? ''
  // For the next picture.
  await page.evaluate(() => {
    ;(document.getElementById('status') as HTMLElement).textContent = 'Ready.'
  })
  return sentence
}

/** Runs in the page: what its storages hold. */
async function storages(): Promise<string[]> {
  const databases = (await indexedDB.databases()).map(({ name }) => `database ${name}`)
  const caches = (await window.caches.keys()).map((name) => `cache ${name}`)
  return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases, ...caches, document.cookie].filter(Boolean)
}

function expect(held: boolean, saw: string): void {
  if (!held) throw new Error(`saw ${saw}`)
}
