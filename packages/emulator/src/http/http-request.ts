import type { IncomingMessage } from 'node:http'

/** A request as it came over the wire: nothing decoded, because signatures cover the exact text. */
export interface HttpRequest {
  readonly method: string
  /** Path without query, percent-encoding kept. */
  readonly path: string
  /** Text after `?`, or empty. */
  readonly query: string
  /** Name in lower case and value, in the order sent, repeats included. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  /** Whether the body was over the limit; `body` is empty then. */
  readonly bodyTooLarge: boolean
}

/**
 * Reads a request whole. A body over the limit is read to its end and dropped, so that the client gets to read the refusal.
 * @throws when the client gives up before its request is complete.
 */
export async function readHttpRequest(incoming: IncomingMessage, maxBodyBytes: number): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= maxBodyBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  const target = incoming.url ?? '/'
  const mark = target.indexOf('?')
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: toPairs(incoming.rawHeaders),
    body: Buffer.concat(chunks),
    bodyTooLarge: length > maxBodyBytes,
  }
}

/** The value of a header, given in lower case; repeats are joined as HTTP says. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const values = request.headers.filter(([other]) => other === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

function toPairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? ''])
  }
  return pairs
}
