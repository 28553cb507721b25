import type { KeyRing } from '../accounts/key-ring.ts'
import type { SignedOperation } from '../gateway/service.ts'
import { toTimestamp } from '../timestamp.ts'
import { endOf, readDuration } from './role-session.ts'

/** GenerateSessionAccessKey: a key that ends, without token, for the holder of an RSA private key (credentials.md 3.8). */
export function generateSessionAccessKey(keys: KeyRing): SignedOperation {
  return {
    auth: 'RSA',
    required: [],
    issuesCredentials: true,
    run(call) {
      const expires = endOf(readDuration(call.parameters.get('DurationSeconds'), 3600), call)
      const key = keys.issueSession(call.principal, expires)
      return {
        SessionAccessKey: {
          SessionAccessKeyId: key.accessKeyId,
          SessionAccessKeySecret: key.accessKeySecret,
          Expiration: toTimestamp(expires),
        },
      }
    },
  }
}
