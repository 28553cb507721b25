import type { IncomingMessage } from 'node:http'
import type { FetchInit, FetchLike, FetchLikeResponse } from './fetch-like.ts'
import { isIdle } from './idle-work.ts'

/**
 * Sends a request as it is: past every proxy, following no redirect, with certificates checked whatever the environment says. Made for
 * credential endpoints; the platform's `fetch` obeys proxy settings of the environment, even for loopback.
 */
export const directFetch: FetchLike = async (url, init = {}) => {
  const { signal, method = 'GET', headers = {}, body } = init
  const settings = { method, headers, ...(signal ? { signal } : {}) }
  // Loaded on first use: it costs more than all of this package.
  const secure = new URL(url).protocol === 'https:' && (await import('node:https'))
  const plain = await import('node:http')
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = secure
      ? secure.request(url, { ...settings, agent: new secure.Agent(), rejectUnauthorized: true }, resolve)
      : plain.request(url, { ...settings, agent: new plain.Agent() }, resolve)
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
  const read = async (): Promise<Response> => {
    const chunks: Uint8Array<ArrayBuffer>[] = []
    for await (const chunk of message) chunks.push(chunk)
    return new Response(new Blob(chunks))
  }
  return {
    status: message.statusCode ?? 0,
    headers: {
      get(name) {
        const value = message.headers[name.toLowerCase()]
        return value === undefined ? null : String(value)
      },
    },
    get body() {
      body ??= toStream(message)
      return body
    },
    text: async () => (await read()).text(),
    arrayBuffer: async () => (await read()).arrayBuffer(),
  }
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
