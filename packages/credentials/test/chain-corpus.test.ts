import { readFileSync } from 'node:fs'
import { type ChainLink, type Environment, isAlibabaCloudError } from '@x/credentials-core'
import {
  createFakeClock,
  createScriptedFetch,
  type FakeClock,
  findCanary,
  type ScriptedAnswer,
  type ScriptedFetch,
} from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { PKCS8 } from '../../provider-rsa/test/__fixtures__/throw-away-key.ts'
import { type DefaultChainOptions, explain, fromDefaultChain } from '../src/index.ts'
import { createFiles } from './chain-places.ts'

/** A machine, and what the default chain makes of it. */
interface ChainCase {
  readonly name: string
  readonly env?: Environment
  /** By path: text, its lines, JSON, a code such as `EACCES`, or one of `FILES`. Others do not exist. */
  readonly files?: Readonly<Record<string, unknown>>
  /** The option `home`. Default `/home/ann`; with `null` it is not given. */
  readonly home?: string | null
  /** Default `linux`. */
  readonly platform?: string
  readonly options?: DefaultChainOptions
  /** By request: an answer, the name of one, a status, or one for each time. Other requests find nobody. */
  readonly http?: Readonly<Record<string, Answer | readonly Answer[]>>
  /** Time stands still, unless it runs. */
  readonly clock?: 'runs'
  /** Path and type of the credentials. */
  readonly winner?: string
  /** Code of the error. */
  readonly error?: string
  /** The links that were asked: name, outcome, what was looked at. The others were not reached. */
  readonly links: readonly string[]
  /** Milliseconds that it took. */
  readonly ms?: number
  readonly keyId?: string
  readonly secret?: string
  /** What the error's message says. */
  readonly says?: readonly string[]
  /** Members of the request bodies; those with `null` must be absent. */
  readonly sent?: readonly Readonly<Record<string, string | null>>[]
  /** How the warnings begin, or what they say. */
  readonly warnings?: readonly string[]
  readonly requests: readonly string[]
}

type Answer = string | number | ScriptedAnswer

interface ChainCorpus {
  readonly answers: Readonly<Record<string, ScriptedAnswer>>
  /** Every secret of the corpus. */
  readonly secrets: readonly string[]
  readonly cases: readonly ChainCase[]
}

const { answers, secrets, cases }: ChainCorpus = JSON.parse(readFileSync(new URL('chain-corpus.json', import.meta.url), 'utf8'))

const SAMPLE = new URL('../../provider-profile/test/__fixtures__/sample-credentials', import.meta.url)
const FILES: Readonly<Record<string, string>> = {
  '@sample': readFileSync(SAMPLE, 'utf8'),
  '@key': PKCS8,
  '@key-crlf': PKCS8.replaceAll('\n', '\r\n'),
}
const ORDER = ['env', 'oidc_role_arn', 'cli_profile', 'profile', 'ecs_ram_role', 'credential_uri']

/** The options of a machine, which counts what happens on it. */
function build(machine: ChainCase): { options: DefaultChainOptions; fetch: ScriptedFetch; clock: FakeClock; activity: () => number } {
  const clock = createFakeClock()
  const { now, ...refresh } = clock
  const readFile = createFiles(Object.fromEntries(Object.entries(machine.files ?? {}).map(([path, content]) => [path, toText(content)])))
  const used: Record<string, number> = {}
  const fetch = createScriptedFetch((request) => {
    const label = labelOf(request)
    const script = machine.http?.[label]
    const times = (used[label] ?? 0) + 1
    used[label] = times
    const answer = Array.isArray(script) ? script[times - 1] : script
    if (answer === undefined) return { error: Object.assign(new Error('nobody there'), { code: 'ECONNREFUSED' }) }
    if (typeof answer === 'number') return { status: answer }
    return typeof answer === 'string' ? (answers[answer] ?? { error: new Error(`no answer ${answer}`) }) : answer
  })
  const { env = {}, home = '/home/ann', platform = 'linux' } = machine
  const places = { env, home: home ?? undefined, platform, readFile, fetch, metadataEndpoint: 'metadata.test', now, refresh }
  const activity = (): number => fetch.requests.length + readFile.paths.length
  return { options: { ...places, ...machine.options }, fetch, clock, activity }
}

function toText(content: unknown): string {
  const text = typeof content === 'string' ? content : Array.isArray(content) ? content.join('\n') : JSON.stringify(content)
  return (FILES[text] ?? text).replaceAll('{node}', process.execPath)
}

function labelOf({ method = 'GET', url, body }: { method?: string; url: string; body?: unknown }): string {
  const { host, pathname } = new URL(url)
  const action = membersOf(body).Action
  return `${method} ${host}${pathname}${action ? ` ${action}` : ''}`
}

function membersOf(body: unknown): Record<string, string> {
  const text = String(body ?? '')
  return text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
}

/** Where time runs, it does so only while nothing else happens, so that a slow machine comes to the same end. */
async function settle<T>(work: Promise<T>, { clock, activity }: ReturnType<typeof build>): Promise<T> {
  let settled = false
  const done = (): void => {
    settled = true
  }
  work.then(done, done)
  while (!settled) {
    const before = activity()
    for (let turn = 0; turn < 5 && !settled; turn++) await new Promise((resolve) => setTimeout(resolve, 1))
    if (!settled && activity() === before) await clock.advance(100)
  }
  return work
}

function inShort({ name, outcome, lookedAt }: Pick<ChainLink, 'name' | 'lookedAt'> & { outcome: string }): string {
  return [name, outcome, lookedAt].filter(Boolean).join(' ')
}

/** What the chain gives, and what the report says of it, each on a machine of its own. */
async function run(machine: ChainCase) {
  const built = build(machine)
  const begun = built.clock.now()
  const call = fromDefaultChain(built.options)().catch((error: unknown) => {
    if (isAlibabaCloudError(error)) return error
    throw error
  })
  const outcome = await (machine.clock ? settle(call, built) : call)
  const ms = built.clock.now() - begun
  const again = build(machine)
  const report = await (machine.clock ? settle(explain(again.options), again) : explain(again.options))
  const requests = [built, again].map(({ fetch }) => fetch.requests.map(labelOf))
  return { outcome, ms, report, requests, bodies: built.fetch.requests.map(({ body }) => membersOf(body)) }
}

describe('the default chain', () => {
  it('has a case for everything once', () => {
    expect(cases.length).toBeGreaterThan(150)
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
    for (const { name } of cases) expect(name).toMatch(/^(([ER]\d+ )+|order: |stop(, but not with lenient)?: |skip: )/)
  })

  it.each(cases)('$name', async (machine) => {
    const { outcome, ms, report, requests, bodies } = await run(machine)
    const found = isAlibabaCloudError(outcome) ? { error: outcome.code } : { winner: `${outcome.providerName} ${outcome.type}` }
    const { winner, error } = machine
    expect({ ...found, requests: requests[0] }).toEqual({ ...(winner ? { winner } : { error }), requests: machine.requests })
    expect(requests[1]).toEqual(machine.requests)

    expect(report.ok ? `${report.providerName} ${report.type}` : report.code).toBe(winner ?? error)
    const order = report.links.map(({ name }) => name)
    const asked = machine.links.length
    expect(report.links.slice(0, asked).map(inShort)).toEqual(machine.links)
    expect(report.links.slice(asked).map(inShort)).toEqual(order.slice(asked).map((name) => `${name} not_reached`))
    if (!machine.options?.order) expect([...order].sort()).toEqual([...ORDER].sort())
    for (const { outcome, reason } of report.links) expect(reason === '').toBe(outcome === 'selected' || outcome === 'not_reached')
    if (isAlibabaCloudError(outcome)) {
      const { links, hint, message } = outcome as typeof outcome & { links: ChainLink[] }
      expect(links.map(inShort)).toEqual(machine.links)
      expect(message.endsWith(hint)).toBe(true)
      // What an address answers is told without advice.
      if (!machine.links.at(-1)?.startsWith('credential_uri failed')) expect(hint).not.toBe('')
      for (const words of machine.says ?? []) expect(message).toContain(words)
    } else {
      if (machine.keyId) expect(outcome.accessKeyId).toBe(machine.keyId)
      if (machine.secret) expect(outcome.accessKeySecret).toBe(machine.secret)
    }

    if (machine.ms !== undefined) expect(ms).toBe(machine.ms)
    machine.sent?.forEach((members, index) => {
      for (const [name, value] of Object.entries(members)) expect([name, bodies[index]?.[name] ?? null]).toEqual([name, value])
    })
    expect(report.warnings).toEqual((machine.warnings ?? []).map((words) => expect.stringContaining(words)))
    const given = JSON.stringify([machine, Object.values(machine.http ?? {}).map((answer) => answers[String(answer)])])
    for (const secret of secrets.filter((one) => given.includes(one))) {
      expect(findCanary(secret, report, isAlibabaCloudError(outcome) ? outcome : '')).toEqual([])
    }
  })
})
