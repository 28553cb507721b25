import { type CredentialLike, type CredentialProvider, emit, type KeyCredentials, toProvider } from '@x/credentials-core'
import { type FromRamRoleArnOptions, fromRamRoleArn } from '@x/provider-sts'
import { sha256Hex } from '@x/tea-rpc/sign'
import type { StsOptions } from '@x/tea-rpc/sts'
import { createBoundedCache } from './bounded-cache.ts'

/** The role that sessions assume, and how STS is reached. */
export type RoleOptions = Pick<FromRamRoleArnOptions, 'roleArn' | 'externalId'> & StsOptions

/** Who gets keys, and for what. */
export interface KeysRequest {
  readonly name: string
  readonly policy: string
  /** A key that a service has rejected. */
  readonly rejectedKeyId: string | undefined
}

interface SessionEntry {
  readonly provider: CredentialProvider<KeyCredentials>
  refreshedAt: number
}

/** The shortest session that STS gives, in seconds: also the longest that a page gets. */
const LIFETIME = 900
/** Keys younger than this are not replaced because a page rejects them: else a page could have STS asked without end. */
const YOUNG = 60_000

/**
 * Keys of the role for each session. A session that asks again, such as from another browser, gets those it has, until they near their end.
 *
 * `max` sessions are remembered; `policy` is checked in advance, with the other options.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used.
 */
export function createSessionKeys(
  credential: CredentialLike,
  { max, policy: usual, ...role }: RoleOptions & { readonly max: number; readonly policy: string },
): (request: KeysRequest) => Promise<KeyCredentials> {
  const { refresh } = role
  const now = role.now ?? refresh?.now ?? Date.now
  const source = toProvider(credential, { now, monotonic: refresh?.monotonic, after: refresh?.after })
  const sessions = createBoundedCache<SessionEntry>({ max, maxIdle: LIFETIME * 1000, now })

  function open(name: string, policy: string): SessionEntry {
    const entry: SessionEntry = {
      provider: fromRamRoleArn({
        ...role,
        credential: source,
        roleSessionName: name,
        policy,
        roleSessionExpiration: LIFETIME,
        refresh: {
          // What a page gets shall last, also when nobody asked in the last minutes.
          mandatoryWindow: (LIFETIME * 1000) / 6,
          ...refresh,
          onEvent(event) {
            if (event.type === 'refreshed') entry.refreshedAt = now()
            emit(refresh?.onEvent, event)
          },
        },
      }),
      refreshedAt: now(),
    }
    return entry
  }

  // Says now what is wrong with the options, and not to the first user. Touches nothing else.
  open('check', usual)

  return async ({ name, policy, rejectedKeyId }) => {
    const entry = sessions.get(`${name} ${await sha256Hex(policy)}`, () => open(name, policy))
    const isOld = now() - entry.refreshedAt >= YOUNG
    return entry.provider(isOld && rejectedKeyId ? { rejectedKeyId } : {})
  }
}
