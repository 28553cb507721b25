import { emptyAnswer, type HttpAnswer } from './http-answer.ts'
import { type HttpRequest, headerOf } from './http-request.ts'

/** `true`: pages of every origin may call (default); a list: only those; `false`: no CORS headers at all. */
export type CorsOption = boolean | readonly string[]

/** The headers that let a page in a browser read an answer; none when its origin may not. */
export function corsHeaders(request: HttpRequest, cors: CorsOption): Record<string, string> {
  const origin = headerOf(request, 'origin')
  if (cors === false) return {}
  if (cors !== true && (origin === undefined || !cors.includes(origin))) return { Vary: 'Origin' }
  return {
    'Access-Control-Allow-Origin': cors === true ? '*' : (origin ?? ''),
    'Access-Control-Expose-Headers': 'Date, ETag, Location, x-acs-request-id, x-acs-retry-after, x-oss-request-id',
    ...(cors === true ? {} : { Vary: 'Origin' }),
  }
}

/** Answers the question a browser asks before a request that is not simple. */
export function answerPreflight(request: HttpRequest): HttpAnswer {
  const wantedHeaders = headerOf(request, 'access-control-request-headers')
  const fromPublicPage = headerOf(request, 'access-control-request-private-network') === 'true'
  return emptyAnswer(204, {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT',
    'Access-Control-Max-Age': '600',
    ...(wantedHeaders === undefined ? {} : { 'Access-Control-Allow-Headers': wantedHeaders }),
    ...(fromPublicPage ? { 'Access-Control-Allow-Private-Network': 'true' } : {}),
  })
}
