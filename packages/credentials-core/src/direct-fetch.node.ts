import type { IncomingMessage } from 'node:http'
import type { FetchInit, FetchLike, FetchLikeResponse } from './fetch-like.ts'
import { isIdle } from './idle-work.ts'

/**
 * Sends a request as it is: past every proxy, following no redirect, with certificates checked whatever the environment says. Made for
 * credential endpoints; the platform's `fetch` obeys proxy settings of the environment, even for loopback.
 */
export const directFetch: FetchLike = async (url, init = {}) => {
  const { signal, method = 'GET', headers = {}, body } = init
  const secure = new URL(url).protocol === 'https:'
  // Loaded on first use: it costs more than all of this package. The two take the same settings, as far as they know them.
  const http = (secure ? await import('node:https') : await import('node:http')) as typeof import('node:https')
  const settings = { method, headers, agent: new http.Agent(), rejectUnauthorized: true, ...(signal && { signal }) }
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = http.request(url, settings, resolve)
    // A refresh in the background.
    if (signal && isIdle(signal)) request.on('socket', (socket) => socket.unref())
    request.on('error', (error) => reject(signal?.aborted ? signal.reason : error))
    send(body).then(
      (bytes) => request.end(bytes),
      (error) => request.destroy(error),
    )
  })
  return toResponse(message)
}

/** The body as one piece: what is asked of credential endpoints is small. */
async function send(body: FetchInit['body']): Promise<string | Uint8Array | undefined> {
  if (!(body instanceof ReadableStream)) return body ?? undefined
  return new Uint8Array(await new Response(body).arrayBuffer())
}

function toResponse(message: IncomingMessage): FetchLikeResponse {
  let body: ReadableStream<Uint8Array> | undefined
  const answer = {
    status: message.statusCode ?? 0,
    headers: {
      get(name: string) {
        const value = message.headers[name.toLowerCase()]
        return value === undefined ? null : String(value)
      },
    },
    get body() {
      body ??= toStream(message)
      return body
    },
    text: () => new Response(answer.body).text(),
    arrayBuffer: () => new Response(answer.body).arrayBuffer(),
  }
  return answer
}

function toStream(message: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = message[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel() {
      message.destroy()
    },
  })
}
