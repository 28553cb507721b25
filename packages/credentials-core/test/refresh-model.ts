import type { FakeClock } from '../src/testing.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A session that the source gave. Times are those of the model's clock. */
interface Session {
  readonly number: number
  readonly soft: number
  readonly hard: number
  readonly end: number
}

/** One question to the source. */
interface ModelContact {
  readonly at: number
  /** How many sessions had been taken when it began. */
  readonly taken: number
  isOver: boolean
}

/**
 * What a cache may do, written down once more without any of its machinery. It is told what happens, says what callers may get, and objects to
 * a contact for which there is no reason. It holds for `maxStale` 0, `random` 0 and requests that are not isolated.
 */
export class RefreshModel {
  readonly #clock: FakeClock
  readonly #timeout: number
  /** How far its time is ahead of the monotonic clock, and was when the newest session was taken (R65). */
  #lead = Number.NEGATIVE_INFINITY
  #leadTaken = 0
  #newest: Session | undefined
  #taken = 0
  #contact: ModelContact | undefined
  /** The source is to be left alone until then. */
  #quietUntil = 0
  #hasFailed = false
  #rejected: number | undefined

  constructor(clock: FakeClock, timeout: number) {
    this.#clock = clock
    this.#timeout = timeout
  }

  time(): number {
    this.#lead = Math.max(this.#lead, this.#clock.now() - this.#clock.monotonic())
    return this.#lead + this.#clock.monotonic()
  }

  /** The session that callers may be given now. */
  valid(): Session | undefined {
    return this.#newest && this.time() < this.#newest.end ? this.#newest : undefined
  }

  /** Whether a call made now must have its answer before any time passes. */
  answersAtOnce(): boolean {
    return this.time() < (this.valid()?.hard ?? 0)
  }

  /** Why nobody should ask the source now. Undefined when there is a reason to. */
  objection(): string | undefined {
    const at = this.time()
    if (this.#contact && !this.#contact.isOver && at < this.#contact.at + this.#timeout) return 'a contact is under way'
    if (at < (this.valid()?.soft ?? 0)) return 'the session is fresh'
    return at < this.#quietUntil ? `it is ${this.#quietUntil - at} ms too early` : undefined
  }

  begin(): ModelContact {
    this.#contact = { at: this.time(), taken: this.#taken, isOver: false }
    return this.#contact
  }

  /** The source gives a session, perhaps the one that it gave before. */
  give(contact: ModelContact, number: number, end: number): void {
    if (contact.taken !== this.#taken) {
      contact.isOver = true
      return
    }
    const isSame = this.#newest?.number === number
    const lead = Math.max(this.#clock.now() - this.#clock.monotonic(), isSame ? this.#leadTaken : Number.NEGATIVE_INFINITY)
    const at = lead + this.#clock.monotonic()
    if (end <= at) {
      this.fail(contact, false)
      return
    }
    contact.isOver = true
    this.#lead = this.#leadTaken = lead
    this.#taken++
    this.#hasFailed = false
    if (!isSame) {
      const lifetime = end - at
      this.#newest = { number, soft: end - Math.min(5 * MINUTE, lifetime / 3), hard: end - Math.min(MINUTE, lifetime / 6), end }
    }
    this.#quietUntil = isSame || number === this.#rejected ? this.#endOfPause(MINUTE) : 0
  }

  /** The source fails. A decision is more than an outage: what was given before is no longer good. */
  fail(contact: ModelContact, isDecision: boolean): void {
    const counts = !contact.isOver && contact.taken === this.#taken
    contact.isOver = true
    if (!counts) return
    if (isDecision) this.#newest = undefined
    this.#hasFailed = true
    this.#quietUntil = this.#endOfPause(this.answersAtOnce() ? 300 * SECOND : SECOND)
  }

  /** All who waited have left: that says nothing about the source. */
  abandon(contact: ModelContact): void {
    contact.isOver = true
  }

  /** A service has rejected a key. */
  reject(number: number): void {
    if (number !== this.#newest?.number) return
    // The source gave it once more a moment ago.
    if (number === this.#rejected && !this.#hasFailed && this.time() < this.#quietUntil) return
    this.#rejected = number
    this.#newest = undefined
    this.#quietUntil = 0
  }

  /** A pause lasts no longer than until callers have to wait, or get nothing any more. */
  #endOfPause(ms: number): number {
    const at = this.time()
    const valid = this.valid()
    return Math.min(at + ms, !valid ? Number.POSITIVE_INFINITY : at < valid.hard ? valid.hard : valid.end)
  }
}
