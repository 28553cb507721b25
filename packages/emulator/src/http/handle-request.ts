import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Exchange, Route } from '../exchange.ts'
import type { FaultList } from '../faults/fault-list.ts'
import { scriptedAnswer } from '../faults/scripted-answer.ts'
import { newRequestId } from '../ids.ts'
import { createRecord } from '../records/create-record.ts'
import type { RecordRing } from '../records/record-ring.ts'
import { ServiceError } from '../service-error.ts'
import type { Clock } from '../timestamp.ts'
import { type CorsOption, corsHeaders } from './cors.ts'
import type { HttpAnswer } from './http-answer.ts'
import { type HttpRequest, readHttpRequest } from './http-request.ts'
import { sendAnswer } from './send-answer.ts'

/** What every request passes through. */
export interface Frontage {
  readonly clock: Clock
  readonly faults: FaultList
  readonly records: RecordRing
  /** Texts that must not stand in a record. */
  readonly secrets: readonly string[]
  readonly cors: CorsOption
  readonly maxBodyBytes: number
  endpoint(): string
  findRoute(request: HttpRequest): Route
}

/** Answers one HTTP request: reads it, lets a fault strike, asks the service, notes it, sends the answer. */
export async function handleRequest(incoming: IncomingMessage, response: ServerResponse, frontage: Frontage): Promise<void> {
  const request = await readHttpRequest(incoming, frontage.maxBodyBytes)
  const route = frontage.findRoute(request)
  const effect = frontage.faults.strike({ service: route.service, action: route.action, path: request.path })
  const exchange: Exchange = {
    request,
    requestId: newRequestId(),
    endpoint: frontage.endpoint(),
    now: frontage.clock.now() + (effect.skewMs ?? 0),
    expired: effect.expired ?? false,
    seen: {},
  }
  const outcome = await answerOrRefuse(route, exchange, scriptedAnswer(effect))
  const answer = outcome instanceof ServiceError ? route.refuse(outcome, exchange) : outcome
  const code = outcome instanceof ServiceError ? outcome.code : undefined
  frontage.records.add(createRecord(route, exchange, { status: answer.status, code }, frontage.secrets))
  const headers = { Date: new Date(exchange.now).toUTCString(), ...corsHeaders(request, frontage.cors), ...answer.headers }
  await sendAnswer(response, { ...answer, headers }, effect)
}

async function answerOrRefuse(
  route: Route,
  exchange: Exchange,
  scripted: HttpAnswer | ServiceError | undefined,
): Promise<HttpAnswer | ServiceError> {
  try {
    const refusal = admit(route, exchange)
    if (scripted !== undefined) return scripted
    return refusal ?? (await route.run(exchange))
  } catch (error) {
    return toServiceError(error)
  }
}

/** Its result matters only when no fault answers; its effect on the nonces always does. */
function admit(route: Route, exchange: Exchange): ServiceError | undefined {
  try {
    route.admit?.(exchange)
    return undefined
  } catch (error) {
    return toServiceError(error)
  }
}

/** A mistake of the emulator itself is answered like a service's, so that the client is not left hanging. */
function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  return new ServiceError(500, 'InternalError', `The emulator failed: ${error instanceof Error ? error.message : 'unknown error'}`)
}
