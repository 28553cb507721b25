import { AlibabaCloudError, type FetchLikeResponse } from '@x/credentials-core'
import { closedError } from './closed-error.ts'
import { NODE_ONLY } from './connection-names.ts'
import { fetchError, toFetchError } from './fetch-errors.ts'
import { limitWork, type WorkLimits } from './limit-work.ts'
import { readUrl } from './read-url.ts'
import { MAX_RESPONSE_BYTES, READ_TIMEOUT, type Transport, type TransportInit, type TransportOptions } from './transport-options.ts'

type Body = ReadableStream<Uint8Array>

/** Runs work for as long as the limits allow. */
type Guard = <T>(work: Promise<T>) => Promise<T>

/**
 * A transport on `fetch`: the one given in the options, else the platform's. Time limit, size limit and the refusal of redirects
 * are added here; what only Node's own engine can do is refused by name.
 *
 * @throws AlibabaCloudError `ERR_RUNTIME_UNSUPPORTED` for an option that `fetch` cannot honour.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const unusable = NODE_ONLY.split(' ').find((name) => options[name as keyof TransportOptions] !== undefined)
  if (unusable) {
    throw new AlibabaCloudError(`Option ${unusable} cannot work through fetch.`, {
      code: 'ERR_RUNTIME_UNSUPPORTED',
      field: unusable,
      hint: 'Leave it out, or use Node without the fetch option.',
    })
  }
  // Bound to a name of its own: workerd refuses a global that is called as a method.
  const send = options.fetch ?? globalThis.fetch
  const limit = options.maxResponseBytes ?? MAX_RESPONSE_BYTES
  let closed = false

  const transport = async (url: string, init: TransportInit = {}): Promise<FetchLikeResponse> => {
    if (closed) throw closedError()
    const { host } = readUrl(url)
    const { readTimeout: own, ...request } = init
    const readTimeout = own || options.readTimeout || READ_TIMEOUT
    init.signal?.throwIfAborted()
    const limits = limitWork(init.signal, readTimeout, () => fetchError(host, `did not answer within ${readTimeout} ms`, 'ERR_TIMEOUT'))
    const { signal, abort, end } = limits
    // A `fetch` may settle late, or never, after its signal has aborted; the caller must not wait for it.
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
    aborted.catch(() => {})
    const guard: Guard = async (work) => {
      try {
        return await Promise.race([work, aborted])
      } catch (error) {
        end()
        throw signal.aborted ? signal.reason : await toFetchError(error, host)
      }
    }

    const response = await guard(send(url, { ...request, redirect: 'manual', signal }))
    if (response.status < 200 || (response.status >= 300 && response.status < 400)) {
      // Credentials must not travel to a host that the caller did not name.
      const problem = `answered with a redirect (${response.status || 'hidden'}), which is not followed`
      const error = fetchError(host, problem, 'ERR_BAD_RESPONSE', false)
      abort(error)
      throw error
    }
    return new Answer(
      response,
      async () => {
        const bytes = await guard(readBody(response, limit, host))
        end()
        return bytes
      },
      (body) => limitParts(body, limits, guard),
    )
  }
  return Object.assign(transport, {
    close: async () => {
      closed = true
    },
  })
}

/** An answer whose body is read within the limits. A class: V8 holds objects with accessors of their own for longer. */
class Answer implements FetchLikeResponse {
  readonly status: number
  readonly headers: FetchLikeResponse['headers']
  readonly #response: FetchLikeResponse
  readonly #read: () => Promise<Uint8Array<ArrayBuffer>>
  readonly #limit: (body: Body) => Body
  #body: Body | null | undefined

  constructor(response: FetchLikeResponse, read: () => Promise<Uint8Array<ArrayBuffer>>, limit: (body: Body) => Body) {
    this.status = response.status
    this.headers = response.headers
    this.#response = response
    this.#read = read
    this.#limit = limit
  }

  get body(): Body | null {
    const { body } = this.#response
    this.#body ??= body ? this.#limit(body) : null
    return this.#body
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.#read())
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#read()).buffer
  }
}

/** The limit of time counts anew for each part that a reader waits for. */
function limitParts(body: Body, { startTimer, stopTimer, end }: WorkLimits, guard: Guard): Body {
  const reader = body.getReader()
  return new ReadableStream({
    pull: async (stream) => {
      startTimer()
      const { done, value } = await guard(reader.read())
      stopTimer()
      if (!done) return stream.enqueue(value)
      end()
      stream.close()
    },
    cancel: (reason) => {
      end()
      return reader.cancel(reason)
    },
  })
}

/** The whole body, given up as soon as it is larger than the limit. */
async function readBody(response: FetchLikeResponse, limit: number, host: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  const add = (chunk: Uint8Array): void => {
    size += chunk.byteLength
    if (size > limit) throw fetchError(host, `sent more than ${limit} bytes`, 'ERR_TOO_LARGE', false)
    chunks.push(chunk)
  }
  if (response.body) {
    const reader = response.body.getReader()
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) add(part.value)
    } catch (error) {
      reader.cancel().catch(() => {})
      throw error
    }
  } else {
    add(new Uint8Array(await response.arrayBuffer()))
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
