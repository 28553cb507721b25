import type {
  AlibabaCloudError,
  CredentialEvent,
  CredentialProvider,
  CredentialSource,
  CredentialsError,
  cached,
  PlainCredentials,
  TransportError,
} from '../src/index.ts'
import type { createFakeClock } from '../src/testing.ts'

/**
 * Plays the scenarios of `refresh-corpus.json` on any runtime: what `cached` does with a source, step by step, on a clock that stands still
 * between the steps.
 *
 *   { "name": "R16 serves at once …",            the rows that it covers, then what must happen
 *     "given": { "lifetime": "1h", … },          options of `cached`, and how source and surroundings behave
 *     "steps": [ { "get": "STS.1", "contacts": 1 }, { "wait": "46m" }, … ] }
 *
 * Durations are text: `6h`, `59m30s`, `999ms`, `-3h`. The clock starts at 2030-01-01T00:00:00Z.
 *
 * The source. `given.source` and the step `source` hold what it answers: one answer for all contacts from then on, or a list, one a contact,
 * whose last goes on. An answer is
 *   "ok"                                         a new session `STS.<number of the contact>` that lives for `given.lifetime` (1h)
 *   "hang"                                       nothing, until a step `answer` speaks for it; it never listens to its signal
 *   "down", "denied", …                          a failure: one of FAILURES
 *   { id?, lives? | expires?, fails?, after? }   a session with this id, that lives so long from then or expires so long after the start, or a
 *                                                failure; with `after` so much later
 *   { plain }                                    this very value
 * Secret and token of a session carry the number of its id, and each value that callers get is checked for that (R17).
 *
 * A step does one thing:
 *   { get: X }        a call that comes to X before any time passes: a key id, the code of an error, "any" key id, "aborted" with the very
 *                     reason of its signal, or "waits". `callers` call at the same time; `times` call one after the other, `every` so long;
 *                     `rejected` and `signal` are what they pass; `by` names them for later
 *   { caller: name, is: X }   what has become of them by now
 *   { wait }          lets time pass
 *   { clock }         sets the wall clock ahead or back; timers do not notice. So does a machine that wakes up
 *   { abort: name }   aborts a signal; `{ abort, get }` makes the call with a signal that has aborted before
 *   { source }        changes what the source answers
 *   { answer }        the oldest contact without an answer gets this one
 * and says what must be so after it:
 *   contacts          how often the source was asked so far; when it is not said, as often as before
 *   contactsAt        when that was, since the start
 *   cancelled         at how many contacts the signal has aborted so far; when it is not said, as many as before
 *   asked             which rejected key id the last contact was told of
 *   handed            how many promises `waitUntil` has got so far
 *   events            what was told during this step. A scenario that says so anywhere says it everywhere
 * In the end no timer runs, unless a contact is still open (R66).
 */
export interface Scenario {
  readonly name: string
  readonly given?: Given | undefined
  readonly steps: readonly Step[]
}

interface Given {
  readonly lifetime?: string | undefined
  readonly source?: Answer | readonly Answer[] | undefined
  readonly refreshWindow?: string | undefined
  readonly mandatoryWindow?: string | undefined
  readonly assumedLifetime?: string | undefined
  readonly maxStale?: string | undefined
  readonly timeout?: string | undefined
  /** Default false, so that all runtimes do the same. */
  readonly isolatedRequests?: boolean | undefined
  /** "works", or "throws" at each call. Default: there is none. */
  readonly waitUntil?: string | undefined
  /** "throws" at each event. */
  readonly listener?: string | undefined
  /** What spreads the pauses, always. Default 0: pauses are as short as they may be. */
  readonly random?: number | undefined
}

type Answer = string | AnswerObject

interface AnswerObject {
  readonly id?: string | undefined
  readonly lives?: string | undefined
  readonly expires?: string | undefined
  readonly fails?: string | undefined
  readonly after?: string | undefined
  readonly plain?: unknown
}

interface Step {
  readonly get?: string | undefined
  readonly callers?: number | undefined
  readonly times?: number | undefined
  readonly every?: string | undefined
  readonly rejected?: string | undefined
  readonly signal?: string | undefined
  readonly by?: string | undefined
  readonly caller?: string | undefined
  readonly is?: string | undefined
  readonly wait?: string | undefined
  readonly clock?: string | undefined
  readonly abort?: string | undefined
  readonly source?: Answer | readonly Answer[] | undefined
  readonly answer?: Answer | undefined
  readonly contacts?: number | undefined
  readonly contactsAt?: readonly string[] | undefined
  readonly cancelled?: number | undefined
  readonly asked?: string | undefined
  readonly handed?: number | undefined
  readonly events?: readonly string[] | undefined
}

/** What the suite needs of the copy of the package under test and of its runner. */
interface RefreshHarness {
  readonly scenarios: readonly Scenario[]
  readonly cached: typeof cached
  readonly createFakeClock: typeof createFakeClock
  readonly errors: {
    readonly AlibabaCloudError: typeof AlibabaCloudError
    readonly CredentialsError: typeof CredentialsError
    readonly TransportError: typeof TransportError
  }
  /** Takes one test of the runner. */
  readonly test: (name: string, run: () => Promise<void>) => void
}

/** Hands each scenario to the runner as one test. */
export function refreshSuite(harness: RefreshHarness): void {
  for (const scenario of harness.scenarios) harness.test(scenario.name, () => play(scenario, harness))
}

type Failure = (errors: RefreshHarness['errors']) => Error

/** How a source can fail, and what `get` comes to then. */
const FAILURES: Readonly<Record<string, Failure>> = {
  /** An outage: ERR_NETWORK. */
  down: ({ TransportError }) => new TransportError('The service is down.', { code: 'ERR_NETWORK', host: 'sts.test', retryable: true }),
  /** A host that could not be reached, which no later try will mend: ERR_TLS. */
  tls: ({ TransportError }) => new TransportError('Wrong certificate.', { code: 'ERR_TLS', host: 'sts.test' }),
  /** Nothing is configured: ERR_CREDENTIALS_NOT_CONFIGURED, and a chain may go on. */
  absent: ({ CredentialsError }) =>
    new CredentialsError('No role.', { code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'vault', skippable: true }),
  /** Decisions. */
  denied: ({ CredentialsError }) => new CredentialsError('Role denied.', { code: 'ERR_CREDENTIALS_DENIED', provider: 'vault' }),
  login: ({ CredentialsError }) => new CredentialsError('Log in.', { code: 'ERR_CREDENTIALS_LOGIN_REQUIRED', provider: 'vault' }),
  disabled: ({ CredentialsError }) => new CredentialsError('Key disabled.', { code: 'ERR_CREDENTIALS_DISABLED', provider: 'vault' }),
  option: ({ AlibabaCloudError }) => new AlibabaCloudError('Wrong role.', { code: 'ERR_INVALID_OPTION', field: 'roleArn' }),
  /** What a user's own function may throw: ERR_CREDENTIALS_INVALID. */
  crash: () => new TypeError('cannot read secret.1'),
}

interface Contact {
  readonly at: number
  readonly number: number
  readonly signal: AbortSignal | undefined
  readonly rejected: string | undefined
  isOpen: boolean
  resolve: (answer: PlainCredentials) => void
  reject: (reason: unknown) => void
}

async function play({ given = {}, steps }: Scenario, harness: RefreshHarness): Promise<void> {
  const clock = harness.createFakeClock()
  const start = clock.now()
  const contacts: Contact[] = []
  const signals = new Map<string, AbortController>()
  const called = new Map<string, (string | undefined)[]>()
  let script: readonly Answer[] = list(given.source ?? 'ok')
  let events: string[] = []
  let handed = 0

  const source: CredentialSource = (asked = {}) =>
    new Promise((resolve, reject) => {
      const { signal, rejectedKeyId: rejected } = asked
      const contact = { at: clock.monotonic(), number: contacts.length + 1, signal, rejected, isOpen: true, resolve, reject }
      contacts.push(contact)
      const [next = 'ok', ...rest] = script
      if (rest.length > 0) script = rest
      answer(contact, next)
    })

  function answer(contact: Contact, given: Answer): void {
    if (given === 'hang') return
    const wanted: AnswerObject = typeof given === 'object' ? given : given === 'ok' ? {} : { fails: given }
    if (wanted.after) clock.after(duration(wanted.after), () => settle(contact, wanted))
    else settle(contact, wanted)
  }

  function settle(
    contact: Contact,
    { fails, plain, id = `STS.${contact.number}`, expires, lives = given.lifetime ?? '1h' }: AnswerObject,
  ): void {
    contact.isOpen = false
    const failure = fails && FAILURES[fails]
    if (fails && !failure) throw new Error(`There is no failure ${fails}.`)
    if (failure) contact.reject(failure(harness.errors))
    else if (plain !== undefined) contact.resolve(plain as PlainCredentials)
    else contact.resolve({ ...keys(id), expiration: expires ? start + duration(expires) : clock.now() + duration(lives) })
  }

  const provider = harness.cached(source, {
    ...clock,
    name: 'vault',
    random: () => given.random ?? 0,
    isolatedRequests: given.isolatedRequests ?? false,
    ...durations(given, 'refreshWindow', 'mandatoryWindow', 'assumedLifetime', 'maxStale', 'timeout'),
    onEvent: (event) => {
      events.push(describe(event))
      if (given.listener === 'throws') throw new Error('thrown by the listener')
    },
    waitUntil: given.waitUntil
      ? () => {
          handed++
          if (given.waitUntil === 'throws') throw new Error('thrown by waitUntil')
        }
      : undefined,
  })

  async function get(step: Step): Promise<string> {
    const outcomes: (string | undefined)[] = []
    for (let time = 0; time < (step.times ?? 1); time++) {
      if (time > 0 && step.every) await clock.advance(duration(step.every))
      for (let caller = 0; caller < (step.callers ?? 1); caller++) outcomes.push(call(provider, step, signals, outcomes))
      await microtasks()
    }
    if (step.by) called.set(step.by, outcomes)
    return summary(outcomes)
  }

  const tellsEvents = steps.some((step) => step.events)
  let before = { contacts: 0, cancelled: 0 }
  for (const [index, step] of steps.entries()) {
    events = []
    const expect = (what: string, found: unknown, wanted: unknown): void => {
      if (JSON.stringify(found) === JSON.stringify(wanted)) return
      const place = `step ${index + 1} ${JSON.stringify(step)}`
      throw new Error(`${place}: ${what} must be ${JSON.stringify(wanted)}, but is ${JSON.stringify(found)}`)
    }

    if (step.abort) controller(signals, step.abort).abort(new Error(`reason of ${step.abort}`))
    if (step.get !== undefined) {
      const found = await get(step)
      expect('the answer', step.get === 'any' && found.startsWith('STS.') ? 'any' : found, step.get)
    }
    if (step.source) script = list(step.source)
    if (step.clock) clock.setBy(duration(step.clock))
    if (step.answer) {
      const open = contacts.find(({ isOpen }) => isOpen)
      if (!open) throw new Error(`step ${index + 1}: no contact is open`)
      answer(open, step.answer)
    }
    await (step.wait ? clock.advance(duration(step.wait)) : microtasks())
    if (step.caller) expect(`the answer to ${step.caller}`, summary(called.get(step.caller) ?? []), step.is)

    const now = { contacts: contacts.length, cancelled: contacts.filter(({ signal }) => signal?.aborted).length }
    expect('contacts', now.contacts, step.contacts ?? before.contacts)
    expect('cancelled contacts', now.cancelled, step.cancelled ?? before.cancelled)
    before = now
    if (step.contactsAt)
      expect(
        'the times of the contacts',
        contacts.map(({ at }) => inWords(at)),
        step.contactsAt,
      )
    if (step.asked) expect('the rejected key id', contacts.at(-1)?.rejected, step.asked)
    if (step.handed) expect('what waitUntil got', handed, step.handed)
    if (tellsEvents) expect('the events', events, step.events ?? [])
  }
  if (!contacts.some(({ isOpen }) => isOpen) && clock.pending() > 0) throw new Error(`${clock.pending()} timers are left`)
}

/** Makes a call. What becomes of it goes to its place in `outcomes`; the place stays empty while it waits. */
function call(
  provider: CredentialProvider,
  step: Step,
  signals: Map<string, AbortController>,
  outcomes: (string | undefined)[],
): undefined {
  const place = outcomes.length
  const name = step.signal ?? step.abort
  const signal = name ? controller(signals, name).signal : undefined
  provider({ signal, rejectedKeyId: step.rejected }).then(
    ({ accessKeyId = '', accessKeySecret, securityToken }) => {
      const wanted = keys(accessKeyId)
      const isMixed = accessKeySecret !== wanted.accessKeySecret || (securityToken ?? wanted.securityToken) !== wanted.securityToken
      outcomes[place] = isMixed ? `a mix of ${accessKeyId}, ${accessKeySecret} and ${securityToken}` : accessKeyId
    },
    (error) => {
      if (signal?.aborted && error === signal.reason) outcomes[place] = 'aborted'
      else if (/secret|token/.test(JSON.stringify(error) + error?.message)) outcomes[place] = `an error with secrets: ${error.message}`
      else outcomes[place] = error?.code ?? `the untyped error ${error}`
    },
  )
}

function controller(signals: Map<string, AbortController>, name: string): AbortController {
  const known = signals.get(name) ?? new AbortController()
  signals.set(name, known)
  return known
}

function keys(id: string): { accessKeyId: string; accessKeySecret: string; securityToken: string } {
  return { accessKeyId: id, accessKeySecret: id.replace('STS', 'secret'), securityToken: id.replace('STS', 'token') }
}

/** The one outcome of all, or how often each came. */
function summary(outcomes: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) counts.set(outcome ?? 'waits', (counts.get(outcome ?? 'waits') ?? 0) + 1)
  const [first, ...others] = [...counts]
  if (first && others.every(([outcome]) => outcome.startsWith('STS.')) && first[0].startsWith('STS.') && others.length > 0) return 'STS.…'
  return others.length === 0 && first ? first[0] : JSON.stringify(Object.fromEntries(counts))
}

function describe(event: CredentialEvent): string {
  if (/secret|token/.test(JSON.stringify(event))) return `${event.type} with secrets`
  if (event.type === 'refresh-failed') return `refresh-failed ${event.code} ${inWords(event.retryAfterMs)}`
  return event.type === 'stale' ? `stale ${inWords(event.expiredForMs)}` : event.type
}

/** Lets everything happen that needs no time. */
async function microtasks(): Promise<void> {
  for (let round = 0; round < 50; round++) await undefined
}

const list = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T])

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]

function duration(text: string): number {
  if (!/^-?(\d+(h|ms|m|s))+$/.test(text)) throw new Error(`${text} is no duration.`)
  let sum = 0
  for (const [, number, unit] of text.matchAll(/(\d+)(h|ms|m|s)/g))
    sum += Number(number) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0)
  return text.startsWith('-') ? -sum : sum
}

function durations<K extends keyof Given>(given: Given, ...names: K[]): { [N in K]?: number } {
  return Object.fromEntries(names.filter((name) => given[name] !== undefined).map((name) => [name, duration(String(given[name]))])) as never
}

/** A duration in its largest unit that needs no fraction. */
function inWords(ms: number): string {
  if (ms === 0) return '0s'
  const [name, size] = UNITS.find(([, size]) => ms % size === 0) ?? ['ms', 1]
  return `${ms / size}${name}`
}
