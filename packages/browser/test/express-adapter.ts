import type { RequestHandler } from 'express'

/** Express, and whatever else has requests of Node, speaks another language than `fetch`. The README shows this function. */
export function toExpress(handler: (request: Request) => Promise<Response>): RequestHandler {
  return async ({ method, headers, originalUrl }, response) => {
    const request = new Request(new URL(originalUrl, 'http://localhost'), { method, headers: headers as Record<string, string> })
    const answer = await handler(request)
    response.status(answer.status).set(Object.fromEntries(answer.headers))
    response.send(Buffer.from(await answer.arrayBuffer()))
  }
}
