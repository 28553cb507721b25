import type { IncomingMessage, ServerResponse } from 'node:http'

/** The adapter that the README shows, for Express and any server on Node. */
export function toExpress(handler: (request: Request) => Promise<Response>) {
  return async ({ method, headers, url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await handler(
      new Request(new URL(url, 'http://localhost'), { method: method ?? 'GET', headers: headers as Record<string, string> }),
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  }
}
