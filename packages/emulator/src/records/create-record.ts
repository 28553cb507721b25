import type { Exchange, Route } from '../exchange.ts'
import { headerOf } from '../http/http-request.ts'
import { parseForm } from '../http/parse-form.ts'
import { maskHeaders, maskKeyId, maskPairs, maskText } from './mask.ts'
import type { RequestRecord } from './request-record.ts'

/** Notes a request that has been dealt with. */
export function createRecord(
  route: Route,
  exchange: Exchange,
  outcome: { readonly status: number; readonly code: string | undefined },
  secrets: readonly string[],
): RequestRecord {
  const { request, seen } = exchange
  const isForm = (headerOf(request, 'content-type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')
  return {
    service: route.service,
    action: maskText(route.action, secrets),
    method: request.method,
    path: maskText(request.path, secrets),
    query: maskPairs(parseForm(request.query), secrets),
    form: maskPairs(isForm ? parseForm(request.body.toString('utf8')) : [], secrets),
    headers: maskHeaders(request, secrets),
    status: outcome.status,
    code: outcome.code,
    signatureMethod: seen.signatureMethod,
    accessKeyId: seen.accessKeyId === undefined ? undefined : maskKeyId(seen.accessKeyId),
    requestId: exchange.requestId,
    when: new Date(exchange.now),
  }
}
