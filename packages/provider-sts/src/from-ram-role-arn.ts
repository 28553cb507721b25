import {
  type CredentialLike,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  createSetting,
  fromAccessKey,
  fromEnv,
  fromSts,
  invalidOption,
  type KeyCredentials,
  loadProviderPart,
  noCycle,
  notSet,
  type ResolveOptions,
  toProvider,
} from '@x/credentials-core'
import { checkStsOptions, type StsOptions } from '@x/tea-rpc/sts'
import type { createRoleRequest } from './assume-role.ts'
import { createRoleSession, ROLE_SESSION_OPTIONS, type RoleSessionOptions } from './role-session.ts'

export interface FromRamRoleArnOptions extends RoleSessionOptions, StsOptions {
  /** AccessKey that assumes the role. Default, with no key and no `credential` given: that of the environment, with its token. */
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  /** STS token of that key, when it is temporary itself. */
  readonly securityToken?: string | undefined
  /** Gives the keys that assume the role, in their place: a provider, `fromRamRoleArn` for a chain of roles, or what else a `credential` may be. */
  readonly credential?: CredentialLike | undefined
  /** What the owner of the role agreed on with whoever assumes it. Default: `ALIBABA_CLOUD_EXTERNAL_ID`. */
  readonly externalId?: string | undefined
}

const NAME = 'ram_role_arn'
const EXTERNAL_ID = {
  option: 'externalId',
  variable: 'ALIBABA_CLOUD_EXTERNAL_ID',
  grammar: /^[\w+=,.@:/-]{2,1224}$/,
  problem: 'is not an external id',
  hint: 'Give 2 to 1224 letters, digits and +=,.@:/-_.',
}

/**
 * Temporary credentials of a RAM role, which STS gives to an AccessKey that may assume it (AssumeRole). Cached and refreshed in time; the
 * source is asked at every refresh, so its own cache decides when it gives new keys.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used; at a call for a variable's value.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_NOT_CONFIGURED` without a role, skippable when no key is given in code either;
 * `ERR_CREDENTIALS_DENIED` when the role may not be assumed; `ERR_BAD_RESPONSE` for an answer without credentials; whatever the source throws.
 * @throws RpcError when STS refuses for another reason, TransportError when no answer came.
 * @example const provider = fromRamRoleArn({ credential: fromEnv(), roleArn: 'acs:ram::1234567890123456:role/reader' })
 */
export function fromRamRoleArn(options: FromRamRoleArnOptions = {}): CredentialProvider<KeyCredentials> {
  const checked = checkStsOptions(options, {
    any: `accessKeyId accessKeySecret securityToken credential ${ROLE_SESSION_OPTIONS} externalId`,
  })
  const { env, refresh, credential, accessKeyId } = options
  const source = sourceOf(options)
  const name = `${NAME}/${source.providerName ?? 'custom'}`
  const session = createRoleSession(options, name)
  const findExternalId = createSetting(name, options.externalId || undefined, env, EXTERNAL_ID)
  // What asks STS has no need of the keys.
  const { accessKeySecret, securityToken, ...connection } = checked
  let request: ReturnType<typeof createRoleRequest> | undefined
  const { ask } = noCycle(name, 'credential')

  // A key of the role that a service rejected says nothing about the source's. STS itself may reject that one: the RPC client tells the source.
  async function assumeRole({ signal }: ResolveOptions = {}): Promise<Credentials> {
    const roleArn = session.findRoleArn()
    if (roleArn === undefined) {
      throw notSet(name, ['ALIBABA_CLOUD_ROLE_ARN'], credential === undefined && accessKeyId === undefined)
    }
    const parameters = { RoleArn: roleArn, ...session.parameters(), ExternalId: findExternalId() }
    const keys = await ask(() => source({ signal }))
    if (keys.accessKeyId === undefined) {
      throw new CredentialsError(`Provider ${name} needs an AccessKey, and its source gave credentials of type ${keys.type}.`, {
        code: 'ERR_CREDENTIALS_INVALID',
        provider: name,
        field: 'credential',
        hint: 'Pass a credential that gives keys.',
      })
    }
    request ??= (await loadProviderPart(name, () => import('#sessions'))).createRoleRequest(connection, name, source)
    return request({ parameters, keysName: keys.providerName, signal })
  }

  return cached(assumeRole, { now: options.now, ...refresh, name }) as CredentialProvider<KeyCredentials>
}

function sourceOf(options: FromRamRoleArnOptions): CredentialProvider {
  const { accessKeyId, accessKeySecret, securityToken, credential, env, refresh } = options
  const inCode = accessKeyId !== undefined || accessKeySecret !== undefined || Boolean(securityToken)
  if (credential !== undefined) {
    if (inCode) throw invalidOption('credential', 'stands beside an AccessKey', 'Pass one of the two.')
    return toProvider(credential, { now: options.now, monotonic: refresh?.monotonic, after: refresh?.after })
  }
  // The token belongs to the key, so they come from one place.
  if (!inCode) return fromEnv({ env })
  return securityToken ? fromSts({ accessKeyId, accessKeySecret, securityToken }) : fromAccessKey({ accessKeyId, accessKeySecret })
}
