import { invalidOption } from '@x/credentials-core'
import type { CheckpointStore } from './checkpoint-store.ts'
import { createDigestTable } from './digest-table.ts'

/** What is known of a piece of work. */
export type Known =
  | { readonly state: 'answered'; readonly body: Record<string, unknown>; readonly earlier: boolean }
  /** Sent before, by this batch or an earlier one, without seeing an answer; or with one, in the line `damaged`, that cannot be read. */
  | { readonly state: 'sent'; readonly damaged?: number | undefined }
  | undefined

/** Remembers by key what was sent and what was answered. */
export interface Ledger {
  known(key: string): Promise<Known>
  /** Before a call: from now on it may be billed. */
  sent(key: string): Promise<void>
  /** The answer, as the service sent it. */
  answered(key: string, body: Record<string, unknown>): Promise<void>
  /** The call failed for certain and is not billed. */
  refused(key: string): Promise<void>
}

const HEADER = '{"checkpoint":"@x/ocr20191230","version":1}'
/** The end is part of the pattern, so that a line that a kill cut off counts for nothing. */
const RECORD = /^\{"key":"([\da-f]{40})","state":"(sent|answered|refused)"(?:,"body":(.*))?,"end":true\}$/s
const SENT = -1

/**
 * A ledger in a store of lines: keys and positions are in memory, answers are not.
 *
 * @param isWritten `false` for one that is only looked into: nothing is added to the store.
 */
export async function openLedger(store: CheckpointStore, isWritten: boolean): Promise<Ledger> {
  const positions = createDigestTable()
  let isNew = true
  let last = -1
  for await (const { text, position } of store.lines()) {
    // A kill may have cut it off.
    if (isNew && text !== HEADER && HEADER.startsWith(text)) continue
    if (isNew && text !== HEADER) throw invalidOption('checkpoint', 'is not a checkpoint of this package', 'Pass another file.')
    isNew = false
    last = position
    const [, key, state] = RECORD.exec(text) ?? []
    if (!key) continue
    if (state === 'answered') positions.set(key, position)
    // An answer stays one, whatever is written later.
    else if ((positions.get(key) ?? SENT) < 0) {
      if (state === 'sent') positions.set(key, SENT)
      else positions.set(key, undefined)
    }
  }
  if (isNew && isWritten) await store.append(HEADER)
  const write = (key: string, state: string, body = ''): Promise<number> =>
    store.append(`{"key":"${key}","state":"${state}"${body},"end":true}`)

  return {
    async known(key) {
      const position = positions.get(key)
      if (position === undefined) return undefined
      if (position === SENT) return { state: 'sent' }
      const body = answerIn(await store.line(position), key)
      // What cannot be read was paid for all the same.
      if (!body) return { state: 'sent', damaged: await numberOf(store, position) }
      return { state: 'answered', body, earlier: position <= last }
    },
    async sent(key) {
      await write(key, 'sent')
      positions.set(key, SENT)
    },
    async answered(key, body) {
      positions.set(key, await write(key, 'answered', `,"body":${JSON.stringify(body)}`))
    },
    async refused(key) {
      await write(key, 'refused')
      positions.set(key, undefined)
    },
  }
}

/** The answer that a line has for a key; `undefined` for another key, and for what is no answer. */
function answerIn(line: string, key: string): Record<string, unknown> | undefined {
  const [, found, state, body = ''] = RECORD.exec(line) ?? []
  if (found !== key || state !== 'answered') return undefined
  try {
    const answer: unknown = JSON.parse(body)
    return typeof answer === 'object' && answer && !Array.isArray(answer) ? (answer as Record<string, unknown>) : undefined
  } catch {
    // The parser's own error is left out: it quotes the text.
    return undefined
  }
}

/** The number of a line, from 1. */
async function numberOf(store: CheckpointStore, wanted: number): Promise<number> {
  let count = 1
  for await (const { position } of store.lines()) if (position < wanted) count++
  return count
}

/** A ledger without a store: the newest answers, and the calls in doubt of this batch, in memory. */
export function memoryLedger(remember: number): Ledger {
  /** Where an answer is kept, or `SENT`. */
  const places = createDigestTable()
  // A ring: the newest answer takes the place of the oldest.
  const keys: string[] = []
  const bodies: Record<string, unknown>[] = []
  let next = 0
  return {
    async known(key) {
      const place = places.get(key)
      if (place === undefined) return undefined
      return place === SENT ? { state: 'sent' } : { state: 'answered', body: bodies[place] as Record<string, unknown>, earlier: false }
    },
    async sent(key) {
      places.set(key, SENT)
    },
    async answered(key, body) {
      if (!(remember >= 1)) {
        places.set(key, undefined)
        return
      }
      const oldest = keys[next]
      if (oldest !== undefined && places.get(oldest) === next) places.set(oldest, undefined)
      keys[next] = key
      bodies[next] = body
      places.set(key, next)
      next = (next + 1) % Math.floor(remember)
    },
    async refused(key) {
      places.set(key, undefined)
    },
  }
}
