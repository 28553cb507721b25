import type { KeyRing } from '../accounts/key-ring.ts'
import { assumedRolePrincipal, type Role } from '../accounts/role.ts'
import type { Route } from '../exchange.ts'
import { refuseAsJson } from '../gateway/gateway.ts'
import { jsonAnswer } from '../http/http-answer.ts'
import { ServiceError } from '../service-error.ts'
import { credentialsOf, endOf } from '../sts/role-session.ts'

/** A credentials URI (credentials.md 3.7): every GET answers fresh keys of the role, valid for an hour. */
export function credentialsUriRoute(role: Role, keys: KeyRing): Route {
  return {
    service: 'credentials-uri',
    action: 'GetCredentials',
    run(exchange) {
      const { method } = exchange.request
      if (method !== 'GET' && method !== 'HEAD') throw new ServiceError(405, 'MethodNotAllowed', 'Only GET is answered here.')
      const key = keys.issueTemporary(assumedRolePrincipal(role, 'credentials-uri'), endOf(3600, exchange))
      return jsonAnswer(200, { Code: 'Success', ...credentialsOf(key) })
    },
    refuse: refuseAsJson,
  }
}
