import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyPair, TemporaryKey, TemporaryKeyOptions } from '../emulator.ts'
import { EmulatorError } from '../emulator-error.ts'
import { randomText } from '../ids.ts'
import type { Account } from './account.ts'
import type { KeyRing } from './key-ring.ts'
import { assumedRolePrincipal, type Role } from './role.ts'

/** Temporary keys for a test, without a call. @throws EmulatorError when there is no such role */
export function issueTemporaryKey(
  options: TemporaryKeyOptions,
  roles: readonly [Role, ...Role[]],
  keys: KeyRing,
  now: number,
): TemporaryKey {
  const role = options.roleName === undefined ? roles[0] : roles.find((candidate) => candidate.name === options.roleName)
  if (role === undefined) throw new EmulatorError('ERR_INVALID_OPTION', 'Option roleName must be the name of a role of this emulator.')
  const expires = now + (options.lifetimeSeconds ?? 3600) * 1000
  const key = keys.issueTemporary(assumedRolePrincipal(role, options.sessionName ?? 'issued'), expires)
  const { accessKeyId, accessKeySecret, securityToken } = key
  return { accessKeyId, accessKeySecret, securityToken, expiration: new Date(expires) }
}

/** Makes an RSA key pair and keeps its public half, as if the owner had uploaded it. */
export async function createKeyPair(owner: Account, keys: KeyRing): Promise<KeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const publicKeyId = `LTRSA${randomText(16)}`
  keys.addPublicKey(publicKeyId, { key: publicKey, principal: owner.principal })
  return { publicKeyId, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
