import {
  type CacheOptions,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  checkNames,
  createSetting,
  type Environment,
  type FetchLike,
  invalidOption,
  isSwitchedOn,
  type KeyCredentials,
  loadProviderPart,
  type ResolveOptions,
  readMilliseconds,
  type SettingRule,
} from '@x/credentials-core'
import type { InstanceRole } from './instance-role.ts'
import { parseMetadataEndpoint } from './parse-metadata-endpoint.ts'
import { ROLE_NAME } from './role-name.ts'

/** Options of `fromEcsRamRole`. All may be left out. */
export interface FromEcsRamRoleOptions {
  /** The role that is attached to the instance. Default: `ALIBABA_CLOUD_ECS_METADATA`, else the service is asked. */
  readonly roleName?: string | undefined
  /** Forbids the normal mode, which needs no token. Default false; `ALIBABA_CLOUD_IMDSV1_DISABLED=true` forbids it, too, whatever is given here. */
  readonly disableIMDSv1?: boolean | undefined
  /** Another address of the service: `host[:port]` or a URL without a path, `http:` for loopback only. Default: that of every instance. */
  readonly metadataEndpoint?: string | undefined
  /** Milliseconds to wait for one answer. Default 1000; 0 means the default. */
  readonly timeout?: number | undefined
  /** Milliseconds to connect; the two together bound one request. Default 1000; 0 means the default. */
  readonly connectTimeout?: number | undefined
  /**
   * Milliseconds for all requests of a refresh together, until the service has shown that it is there; then 5000 if that is more, retries
   * included. Default 1000, or `timeout` and `connectTimeout` together where one of them is given and they are more; 0 means the default.
   */
  readonly probeTimeout?: number | undefined
  /** Milliseconds for which a service that nobody expected, and that gave no answer, is not asked again. Default, and most, 600000. */
  readonly absenceMemory?: number | undefined
  /** Sends the requests. Default `directFetch`: past every proxy. */
  readonly fetch?: FetchLike | undefined
  /** The variables. Default: those of the process, read at each refresh. */
  readonly env?: Environment | undefined
  /** Settings of the cache, `onEvent` among them. */
  readonly refresh?: CacheOptions | undefined
  /** Accepted as in the official packages, and without effect: credentials are always refreshed in the background, without a timer. */
  readonly asyncCredentialUpdateEnabled?: boolean | undefined
}

const NAME = 'ecs_ram_role'
const ROLE: SettingRule = {
  option: 'roleName',
  variable: 'ALIBABA_CLOUD_ECS_METADATA',
  grammar: ROLE_NAME,
  problem: 'is not a role name',
  hint: 'Give up to 64 letters, digits and ._-.',
}
const DISABLED = 'ALIBABA_CLOUD_ECS_METADATA_DISABLED'
const HARDENED_ONLY = 'ALIBABA_CLOUD_IMDSV1_DISABLED'
const TEN_MINUTES = 600_000

/**
 * Temporary credentials of the RAM role that is attached to the ECS instance, from its metadata service. Cached and refreshed in time. The
 * hardened mode, with a token, comes first; a service that does not know it is asked once more without, unless `disableIMDSv1` or if it
 * has already answered to a token.
 *
 * Without a role name nobody said that this is an ECS instance: then a service that is not there, or has no role, is skippable, and one
 * that gave no answer is not asked again for ten minutes.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used; at a call for the variable's role name.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_DISABLED`, skippable, with `ALIBABA_CLOUD_ECS_METADATA_DISABLED=true`;
 * `ERR_CREDENTIALS_NOT_CONFIGURED` when no such role is attached; `ERR_CREDENTIALS_DENIED`, `ERR_SERVICE` or `ERR_BAD_RESPONSE` for what
 * came back; `ERR_TIMEOUT`, `ERR_NETWORK` and such, skippable, when nobody was expected to answer.
 * @throws TransportError when no answer came, although one was expected.
 * @example const { accessKeyId } = await fromEcsRamRole({ disableIMDSv1: true })()
 */
export function fromEcsRamRole(options: FromEcsRamRoleOptions = {}): CredentialProvider<KeyCredentials> {
  checkNames(options, {
    any: 'roleName metadataEndpoint timeout connectTimeout probeTimeout absenceMemory',
    boolean: 'disableIMDSv1 asyncCredentialUpdateEnabled',
    function: 'fetch',
    object: 'env refresh',
  })
  const { env, refresh = {}, disableIMDSv1 } = options
  const findRole = createSetting(NAME, options.roleName || undefined, env, ROLE)

  const requestTimeout = readMilliseconds(options, 'timeout', 1000) + readMilliseconds(options, 'connectTimeout', 1000)
  const patient = options.timeout || options.connectTimeout ? Math.max(1000, requestTimeout) : 1000
  const { absenceMemory = TEN_MINUTES } = options
  if (typeof absenceMemory !== 'number' || !(absenceMemory >= 0 && absenceMemory <= TEN_MINUTES))
    throw invalidOption('absenceMemory', 'is no number of milliseconds', `Give 0 to ${TEN_MINUTES}.`)

  const settings = {
    provider: NAME,
    origin: parseMetadataEndpoint(options.metadataEndpoint),
    fetch: options.fetch,
    requestTimeout,
    probeTimeout: readMilliseconds(options, 'probeTimeout', patient),
    absenceMemory,
    refresh,
  }
  let instanceRole: InstanceRole | undefined

  async function source({ signal }: ResolveOptions = {}): Promise<Credentials> {
    if (isSwitchedOn(env, DISABLED)) throw switchedOff()
    const given = findRole()
    if (!instanceRole) {
      // Most programs find their keys before.
      const { createInstanceRole } = await loadProviderPart(NAME, () => import('#instance-role'), given === undefined)
      instanceRole ??= createInstanceRole(settings)
    }
    return instanceRole({ signal, given, hardenedOnly: disableIMDSv1 === true || isSwitchedOn(env, HARDENED_ONLY) })
  }

  return cached(source, { ...refresh, name: NAME }) as CredentialProvider<KeyCredentials>
}

function switchedOff(): CredentialsError {
  return new CredentialsError(`Switched off by ${DISABLED}.`, {
    code: 'ERR_CREDENTIALS_DISABLED',
    provider: NAME,
    field: DISABLED,
    skippable: true,
    hint: 'Unset the variable to use the role of the instance.',
  })
}
