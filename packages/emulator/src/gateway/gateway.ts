import type { KeyRing } from '../accounts/key-ring.ts'
import { isDenied, type Principal } from '../accounts/principal.ts'
import type { Exchange, Route } from '../exchange.ts'
import { type HttpAnswer, jsonAnswer } from '../http/http-answer.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { ServiceError } from '../service-error.ts'
import { authenticate, authenticateRsa } from './authenticate.ts'
import { checkTime } from './check-time.ts'
import { gatewayError, missingParameter, missingPublicParameter } from './gateway-error.ts'
import type { NonceStore } from './nonce-store.ts'
import { type RpcRequest, readRpcRequest } from './rpc-request.ts'
import type { AnonymousOperation, OperationCall, Service, SignedOperation } from './service.ts'

/** What the gateway is made of. */
export interface GatewayParts {
  readonly services: readonly Service[]
  readonly keys: KeyRing
  readonly nonces: NonceStore
}

/** The front of all RPC products: finds the operation, finds out who calls, checks rights and required parameters. */
export function gatewayRoute(http: HttpRequest, parts: GatewayParts): Route {
  const call = readRpcRequest(http)
  const service = parts.services.find((candidate) => candidate.version === call.version)
  let admitted: Admitted | undefined

  return {
    service: service?.name ?? 'gateway',
    action: call.action ?? '',
    admit(exchange) {
      const operation = findOperation(call, service)
      admitted = admitCaller(call, operation, exchange, parts)
    },
    async run(exchange) {
      if (admitted === undefined || service === undefined) throw gatewayError('InvalidAction.NotFound')
      const { operation, principal } = admitted
      if (exchange.expired && !operation.issuesCredentials) throw gatewayError('InvalidSecurityToken.Expired')
      if (principal !== undefined) checkRights(principal, service, call.action ?? '')
      for (const name of operation.required) if (!isGiven(name, call.parameters)) throw missingParameter(name)
      const answer = await admitted.run(exchange)
      return jsonAnswer(200, { RequestId: exchange.requestId, ...answer }, { 'x-acs-request-id': exchange.requestId })
    },
    refuse: refuseAsJson,
  }
}

/** A refusal as the gateway words it (rpc.md 5.1). */
export function refuseAsJson(error: ServiceError, exchange: Exchange): HttpAnswer {
  const body = {
    RequestId: exchange.requestId,
    HostId: exchange.endpoint,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.alibabacloud.com/troubleshoot?q=${encodeURIComponent(error.code)}`,
    ...error.details,
  }
  return jsonAnswer(error.status, body, { 'x-acs-request-id': exchange.requestId, ...error.headers })
}

/** An operation together with its caller. */
interface Admitted {
  readonly operation: SignedOperation | AnonymousOperation
  readonly principal: Principal | undefined
  run(exchange: Exchange): ReturnType<SignedOperation['run']>
}

function findOperation(call: RpcRequest, service: Service | undefined): SignedOperation | AnonymousOperation {
  if (!['GET', 'HEAD', 'POST'].includes(call.http.method)) throw gatewayError('UnsupportedHTTPMethod')
  if (call.http.bodyTooLarge) throw gatewayError('RequestEntityTooLarge')
  if (!call.action) throw missingPublicParameter('Action')
  if (!call.version) throw missingPublicParameter('Version')
  if (service === undefined) throw gatewayError('InvalidVersion')
  const operation = service.operations.get(call.action)
  if (operation === undefined) throw gatewayError('InvalidAction.NotFound')
  return operation
}

function admitCaller(call: RpcRequest, operation: SignedOperation | AnonymousOperation, exchange: Exchange, parts: GatewayParts): Admitted {
  const context = { keys: parts.keys, nonces: parts.nonces, now: exchange.now, seen: exchange.seen }
  if (operation.auth === 'Anonymous') {
    exchange.seen.signatureMethod = 'Anonymous'
    const timestamp = call.parameters.get('Timestamp')
    if (timestamp) checkTime(timestamp, exchange.now)
    return { operation, principal: undefined, run: (later) => operation.run(operationCall(call, later, undefined)) }
  }
  const principal = operation.auth === 'RSA' ? authenticateRsa(call, context) : authenticate(call, context)
  return { operation, principal, run: (later) => operation.run(operationCall(call, later, principal)) }
}

function operationCall<P>(call: RpcRequest, exchange: Exchange, principal: P): OperationCall<P> {
  const { requestId, now, endpoint, expired } = exchange
  return { parameters: call.parameters, principal, requestId, now, endpoint, expired }
}

function checkRights(principal: Principal, service: Service, action: string): void {
  if (!isDenied(principal, service.name, action)) return
  const details = {
    AccessDeniedDetail: {
      AuthAction: `${service.name}:${action}`,
      AuthPrincipalType: principal.identityType,
      AuthPrincipalOwnerId: principal.accountId,
      AuthPrincipalDisplayName: principal.principalId,
      NoPermissionType: 'ExplicitDeny',
      PolicyType: 'AccountLevelIdentityBasedPolicy',
    },
  }
  throw new ServiceError(403, service.deniedCode, 'You are not authorized to do this action. You should be authorized by RAM.', { details })
}

/** An empty value counts as missing; a list is given when it has an item. */
function isGiven(name: string, parameters: ReadonlyMap<string, string>): boolean {
  if (parameters.get(name)) return true
  for (const other of parameters.keys()) if (other.startsWith(`${name}.`)) return true
  return false
}
