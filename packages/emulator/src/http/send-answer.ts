import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { FaultEffect } from '../faults/fault-rule.ts'
import type { HttpAnswer } from './http-answer.ts'

const FILLER = Buffer.alloc(64 * 1024, ' ')

/** Sends an answer, damaged as a fault says. Ends early, without an error, when the client goes away. */
export async function sendAnswer(response: ServerResponse, answer: HttpAnswer, effect: FaultEffect): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    if (effect.hang) return // the socket stays open until the client or `close()` ends it
    if (effect.latencyMs) await delay(effect.latencyMs, undefined, { signal: gone.signal })
    if (effect.reset && effect.truncate === undefined) {
      response.socket?.resetAndDestroy()
      return
    }
    response.sendDate = false
    response.writeHead(answer.status, headersOf(answer, effect))
    if (response.req.method === 'HEAD') response.end()
    else await sendBody(response, answer.body, effect, gone.signal)
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}

function headersOf(answer: HttpAnswer, effect: FaultEffect): Record<string, string> {
  const length = bodyLength(answer.body, effect)
  const headers: Record<string, string | null> = { ...answer.headers }
  // An endless or compressed body goes out in chunks; 204 has no body and so no length.
  if (effect.gzip) headers['Content-Encoding'] = 'gzip'
  else if (Number.isFinite(length) && answer.status !== 204) headers['Content-Length'] = String(length)
  for (const [name, value] of Object.entries(effect.headers ?? {})) {
    const known = Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase())
    if (known !== undefined) delete headers[known]
    headers[name] = value
  }
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null))
}

async function sendBody(response: ServerResponse, body: Buffer, effect: FaultEffect, gone: AbortSignal): Promise<void> {
  if (effect.oversize === undefined && effect.truncate === undefined && !effect.dripMs && !effect.gzip) {
    response.end(body)
    return
  }
  response.flushHeaders()
  const filled = Readable.from(fill(body, effect), { objectMode: false })
  const source: AsyncIterable<Buffer> = effect.gzip ? filled.pipe(createGzip()) : filled
  let left = effect.truncate ?? Number.POSITIVE_INFINITY
  for await (const chunk of source) {
    for (const piece of effect.dripMs ? singleBytes(chunk) : [chunk]) {
      const part = piece.subarray(0, left)
      left -= part.length
      await write(response, part, gone)
      if (left <= 0) {
        breakOff(response, effect)
        return
      }
      if (effect.dripMs) await delay(effect.dripMs, undefined, { signal: gone })
    }
  }
  // A body that ends before `truncate` bytes is broken off all the same.
  if (effect.truncate === undefined) response.end()
  else breakOff(response, effect)
}

function bodyLength(body: Buffer, effect: FaultEffect): number {
  return Math.max(body.length, effect.oversize ?? 0)
}

function* fill(body: Buffer, effect: FaultEffect): Generator<Buffer> {
  if (body.length > 0) yield body
  for (let left = bodyLength(body, effect) - body.length; left > 0; left -= FILLER.length) {
    yield left < FILLER.length ? FILLER.subarray(0, left) : FILLER
  }
}

function* singleBytes(chunk: Buffer): Generator<Buffer> {
  for (let index = 0; index < chunk.length; index += 1) yield chunk.subarray(index, index + 1)
}

async function write(response: ServerResponse, part: Buffer, gone: AbortSignal): Promise<void> {
  if (part.length > 0 && !response.write(part)) await once(response, 'drain', { signal: gone })
}

/** Ends the connection in the middle; what was written before still arrives, unless it is reset. */
function breakOff(response: ServerResponse, effect: FaultEffect): void {
  const { socket } = response
  if (effect.reset) socket?.resetAndDestroy()
  else socket?.destroySoon()
}
