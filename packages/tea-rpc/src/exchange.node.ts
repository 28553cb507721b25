import type { FetchLikeResponse } from '@x/credentials-core'
import { decodeBody } from './decode-body.node.ts'
import { MAX_TIMER } from './limit-work.ts'
import { connectTimeoutError, readTimeoutError, redirectError, tooLargeError, toTransportError } from './transport-errors.ts'

/** What undici hands to a request's handler to steer it. */
interface Controller {
  abort(reason: Error): void
  pause(): void
  resume(): void
}

type HeaderFields = Record<string, string | string[] | undefined>

export interface ExchangeLimits {
  readonly host: string
  readonly viaProxy: boolean
  /** Milliseconds until a connection takes the request, where the agent does not limit that itself. */
  readonly connectTimeout: number | undefined
  readonly readTimeout: number
  readonly maxResponseBytes: number
  readonly signal: AbortSignal | null | undefined
  /** Told once, when it is over either way. */
  readonly onSettled: (() => void) | undefined
}

/**
 * One request on undici's dispatcher, and its answer. It is the dispatcher's handler and, from the first header on, the
 * response: a real `Response` costs 10 us more. The body is kept as it comes; a stream is made only when someone asks for it.
 */
export class Exchange implements FetchLikeResponse {
  status = 0
  headers!: FetchLikeResponse['headers']
  readonly response: Promise<FetchLikeResponse>
  readonly #limits: ExchangeLimits
  readonly #chunks: Uint8Array[] = []
  #size = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #controller: Controller | undefined
  #resolve!: (response: FetchLikeResponse) => void
  #reject!: (error: unknown) => void
  #error: unknown
  #settled = false
  #changed: (() => void) | undefined
  #stream: ReadableStream<Uint8Array> | undefined
  /** Whether it is read part by part, as it comes. */
  #isRead = false
  /** Made only for a signal to call. */
  #onAbort: (() => void) | undefined

  constructor(limits: ExchangeLimits) {
    this.#limits = limits
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    const { host, connectTimeout, signal } = limits
    if (signal) {
      // Bound, and no arrow function: what holds `this` from within a constructor keeps V8 from freeing the exchange early.
      this.#onAbort = this.fail.bind(this, undefined)
      signal.addEventListener('abort', this.#onAbort)
    }
    if (connectTimeout)
      this.#timer = setTimeout(() => this.fail(connectTimeoutError(host, connectTimeout)), Math.min(connectTimeout, MAX_TIMER))
  }

  // The dispatcher's side.

  onRequestStart(controller: Controller): void {
    if (this.#settled) {
      controller.abort(this.#error as Error)
      return
    }
    this.#controller = controller
    // May start again on another connection; the time counts from the latest.
    this.#startTimer()
  }

  onResponseStart(_: Controller, status: number, fields: HeaderFields): void {
    if (status < 200) return
    if (status >= 300 && status < 400) {
      this.fail(redirectError(this.#limits.host, status))
      return
    }
    this.status = status
    this.headers = readable(fields)
    if (Number(fields['content-length']) > this.#limits.maxResponseBytes) this.#tooLarge()
    else this.#resolve(this)
  }

  onResponseData(_: Controller, chunk: Uint8Array): void {
    this.#size += chunk.byteLength
    if (this.#size > this.#limits.maxResponseBytes) {
      this.#tooLarge()
      return
    }
    this.#chunks.push(chunk)
    // More than a reader wants waits where it comes from. Who wants all of it has no stream.
    if (this.#isRead && this.#chunks.length > 1) this.#controller?.pause()
    this.#changed?.()
  }

  onResponseEnd(): void {
    if (!this.#settled) this.#settle()
  }

  onResponseError(_: Controller, error: unknown): void {
    this.fail(error)
  }

  // The caller's side.

  /** Whether a connection took the request. */
  get started(): boolean {
    return this.#controller !== undefined
  }

  /** Ends the exchange with an error, whatever phase it is in. */
  fail(cause: unknown): void {
    if (this.#settled) return
    const { host, viaProxy, signal } = this.#limits
    this.#error = signal?.aborted ? signal.reason : toTransportError(cause, host, viaProxy, this.started)
    this.#settle()
    this.#reject(this.#error)
    this.#controller?.abort(this.#error instanceof Error ? this.#error : new Error('aborted'))
  }

  async text(): Promise<string> {
    const bytes = this.#ready() ?? (await this.#bytes())
    return new TextDecoder().decode(bytes)
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = this.#ready() ?? (await this.#bytes())
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  }

  get body(): ReadableStream<Uint8Array> {
    this.#stream ??= this.#encoding ? this.#decodedStream() : this.#plainStream()
    return this.#stream
  }

  #decodedStream(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: async (stream) => {
        while (!this.#settled) await this.#part()
        stream.enqueue(await this.#bytes())
        stream.close()
      },
      cancel: () => this.fail(new Error('cancelled')),
    })
  }

  #plainStream(): ReadableStream<Uint8Array> {
    clearTimeout(this.#timer)
    this.#isRead = true
    return new ReadableStream(
      {
        pull: async (stream) => {
          while (this.#chunks.length === 0 && !this.#settled) await this.#part()
          // First of all, so that an abort is told at once.
          if (this.#error) throw this.#error
          const chunk = this.#chunks.shift()
          if (chunk) {
            // Bytes that were handed on no longer count: the limit is on what is held.
            this.#size -= chunk.byteLength
            stream.enqueue(chunk)
          } else stream.close()
          if (this.#chunks.length > 0) this.#controller?.pause()
          else this.#controller?.resume()
        },
        cancel: () => this.fail(new Error('cancelled')),
      },
      // Nobody waits for a part, and no time counts, before somebody reads.
      { highWaterMark: 0 },
    )
  }

  #startTimer(): void {
    const { host, readTimeout } = this.#limits
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.fail(readTimeoutError(host, readTimeout)), Math.min(readTimeout, MAX_TIMER))
  }

  #settle(): void {
    this.#settled = true
    clearTimeout(this.#timer)
    if (this.#onAbort) this.#limits.signal?.removeEventListener('abort', this.#onAbort)
    this.#limits.onSettled?.()
    this.#changed?.()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve
    })
  }

  /** Waits for the next part. Only while a reader waits does the time count. */
  async #part(): Promise<void> {
    this.#startTimer()
    await this.#change()
    clearTimeout(this.#timer)
  }

  async #bytes(): Promise<Uint8Array> {
    if (this.#isRead && !this.#settled) {
      // Somebody has looked at the stream only, and wants all of it at once.
      this.#isRead = false
      this.#startTimer()
      this.#controller?.resume()
    }
    while (!this.#settled) await this.#change()
    if (this.#error) throw this.#error
    const bytes = joined(this.#chunks)
    return this.#encoding ? decodeBody(bytes, this.#encoding, this.#limits) : bytes
  }

  /** The body, when all of it is here and plain, as with most answers once their caller gets to read them. */
  #ready(): Uint8Array | undefined {
    return this.#settled && !this.#error && !this.#encoding ? joined(this.#chunks) : undefined
  }

  get #encoding(): string | undefined {
    const encoding = this.headers.get('content-encoding')?.toLowerCase()
    return encoding && encoding !== 'identity' ? encoding : undefined
  }

  #tooLarge(): void {
    this.fail(tooLargeError(this.#limits.host, this.#limits.maxResponseBytes))
  }
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array => (chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks))

const readable = (fields: HeaderFields): FetchLikeResponse['headers'] => ({
  get: (name) => {
    const value = fields[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  },
})
