/** On every answer: keys, and refusals of them, are for nobody but who asked. */
const ALWAYS = { 'Cache-Control': 'no-store', Vary: 'Origin', 'X-Content-Type-Options': 'nosniff' }

/** An answer without a body, which can give nothing away. */
export function emptyAnswer(status: number, headers?: Readonly<Record<string, string>>): Response {
  return new Response(null, { status, headers: { ...ALWAYS, ...headers } })
}

/** An answer with data. */
export function jsonAnswer(data: object, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(data), { headers: { ...ALWAYS, ...headers, 'Content-Type': 'application/json' } })
}

/** What lets a page of an allowed origin read an answer. Cookies may come along: which origins are allowed was said by name. */
export function corsHeaders(origin: string): Record<string, string> {
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }
}

/** What a browser asks before it sends headers of the page's own, such as a bearer token. */
export function preflightHeaders(request: Request): Record<string, string> {
  const wanted = request.headers.get('access-control-request-headers')
  return {
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Max-Age': '600',
    ...(wanted ? { 'Access-Control-Allow-Headers': wanted } : {}),
  }
}
