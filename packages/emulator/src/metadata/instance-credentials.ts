import type { KeyRing, TemporaryAccessKey } from '../accounts/key-ring.ts'
import { assumedRolePrincipal, type Role } from '../accounts/role.ts'

/** The keys of the role that is attached to the instance. */
export interface InstanceCredentials {
  current(now: number): { readonly key: TemporaryAccessKey; readonly updated: number }
}

/**
 * The service publishes new keys before the old ones end and until then answers the same ones again (credentials.md 3.6).
 * Here new ones come when a twelfth of the lifetime is left: half an hour of six.
 */
export function createInstanceCredentials(role: Role, keys: KeyRing, lifetimeSeconds: number): InstanceCredentials {
  const principal = assumedRolePrincipal(role, 'i-emulator')
  const lifetime = lifetimeSeconds * 1000
  let published: { key: TemporaryAccessKey; updated: number } | undefined
  return {
    current(now) {
      if (published === undefined || published.key.expires - now <= lifetime / 12) {
        published = { key: keys.issueTemporary(principal, now + lifetime), updated: now }
      }
      return published
    },
  }
}
