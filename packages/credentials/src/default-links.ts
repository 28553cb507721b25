import {
  type CacheOptions,
  type CredentialProvider,
  CredentialsError,
  cached,
  checkNames,
  type Environment,
  emit,
  type FetchLike,
  fromCredentialsUri,
  fromEnv,
  invalidOption,
  type OnEvent,
  type ReadFile,
  readVariable,
} from '@x/credentials-core'
import { fromEcsRamRole } from '@x/provider-ecs'
import { fromOidcRoleArn } from '@x/provider-sts'
import { fetchUri } from './fetch-uri.ts'
import type { CreateFileLinks } from './file-links.ts'
import type { Places } from './places.ts'

/** Settings of the caches of all links. */
type CacheSettings = Omit<CacheOptions, 'name'>

/** The links of the default chain, by the names that reports give them. */
export type DefaultLinkName = 'env' | 'oidc_role_arn' | 'cli_profile' | 'profile' | 'ecs_ram_role' | 'credential_uri'

/** Settings of `fromDefaultChain` and `explain`. */
export interface DefaultChainOptions {
  /** The variables. Default: those of the process, read when they are needed. */
  readonly env?: Environment | undefined
  /** The user's home folder. Default: by the rules of the system. */
  readonly home?: string | undefined
  /** The system, by Node's name for it, such as `win32`. Default: the one at hand. */
  readonly platform?: string | undefined
  /** Profile to take from the files. Default: `ALIBABA_CLOUD_PROFILE`, else the file's own default. */
  readonly profile?: string | undefined
  /**
   * `auto` (default) asks the metadata service, for at most a second until it has answered once; `env-only` asks it only with
   * `ALIBABA_CLOUD_ECS_METADATA` set; `off` never.
   */
  readonly ecs?: 'auto' | 'env-only' | 'off' | undefined
  /** Where the metadata service is. Default: the address that every ECS instance knows. */
  readonly metadataEndpoint?: string | undefined
  /** Host of STS. Default: by variables and region. */
  readonly stsEndpoint?: string | undefined
  /** Goes on after a link that is configured but broken, as the official SDKs do. Default false. */
  readonly lenient?: boolean | undefined
  /** Whether a profile of the ini file that says nothing of `enable` counts. Default true. */
  readonly enableDefault?: boolean | undefined
  /** The links to ask and their order. Default: env, oidc_role_arn, cli_profile, profile, ecs_ram_role, credential_uri. */
  readonly order?: readonly DefaultLinkName[] | undefined
  /** Sends the requests for credentials. Default: a direct connection for metadata and loopback, else the transport with its proxies. */
  readonly fetch?: FetchLike | undefined
  /** Reads files. Default: those of the system, on Node. */
  readonly readFile?: ReadFile | undefined
  /** Settings of the caches. On Cloudflare Workers, give `waitUntil` here. */
  readonly refresh?: CacheSettings | undefined
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Told what became of each link, of each refresh, and of what works but should be put right. */
  readonly onEvent?: OnEvent | undefined
}

const ORDER: readonly DefaultLinkName[] = ['env', 'oidc_role_arn', 'cli_profile', 'profile', 'ecs_ram_role', 'credential_uri']

/** What reads the files of the runtime at hand. */
export interface FileAccess {
  readonly createFileLinks: CreateFileLinks
  /** Default: that of each provider. */
  readonly readFile?: ReadFile | undefined
}

/** What the default chain is made from. */
export interface DefaultLinks {
  /** The settings of their caches. */
  readonly refresh: CacheOptions
  /** The links in the order in which they are asked now. */
  readonly inOrder: () => readonly CredentialProvider[]
  /** What works, but should be put right, as far as the links have found it. */
  readonly warnings: ReadonlySet<string>
}

/**
 * The links of the default chain. Each is made once; the variables of the moment decide the order of the two files, and whether ECS is asked.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an option that is not known or has no such value.
 */
export function defaultLinks(options: DefaultChainOptions, access: FileAccess): DefaultLinks {
  checkNames(options, {
    any: 'profile ecs metadataEndpoint stsEndpoint order',
    string: 'home platform',
    boolean: 'lenient enableDefault',
    function: 'fetch readFile now onEvent',
    object: 'env refresh',
  })
  const { env, home, platform, profile, ecs = 'auto', order = ORDER, metadataEndpoint, stsEndpoint, enableDefault } = options
  const { fetch, readFile, now = options.refresh?.now, onEvent = options.refresh?.onEvent } = options
  if (!['auto', 'env-only', 'off'].includes(ecs)) throw invalidOption('ecs', 'has no such value', 'Use auto, env-only or off.')
  if (!Array.isArray(order) || order.some((name) => !ORDER.includes(name))) {
    throw invalidOption('order', 'names a link that does not exist', `Use some of ${ORDER.join(', ')}.`)
  }
  const refresh = { ...options.refresh, now, onEvent }
  const places: Places = { env, home, readFile: readFile ?? access.readFile, fetch, refresh, stsEndpoint, metadataEndpoint }
  const warnings = new Set<string>()

  const variables = fromEnv({ env })
  const oidc = fromOidcRoleArn({ env, home, readFile: places.readFile, fetch, refresh, stsEndpoint })
  const files = access.createFileLinks({
    ...{ places, platform, profile, enableDefault, readFile },
    onWarning({ provider, code, message: problem, hint }) {
      const message = `${problem} ${hint}`
      warnings.add(message)
      emit(onEvent, { type: 'warning', provider, code, message })
    },
  })
  // Nobody asked for ECS: where it is not there it is left alone for a while.
  const metadata = fromEcsRamRole({ env, fetch, refresh, metadataEndpoint })
  const noMetadata = switchedOff(ecs)
  const uri = fromCredentialsUri({ env, fetch: fetch ?? fetchUri(env), refresh })

  const isIniFirst = (): boolean =>
    order === ORDER ? readVariable(env, CREDENTIALS_FILE) !== undefined : order.indexOf('profile') < order.indexOf('cli_profile')
  const isMetadataAsked = (): boolean => ecs === 'auto' || (ecs === 'env-only' && readVariable(env, ECS_METADATA) !== undefined)
  const inOrder = (): readonly CredentialProvider[] => {
    const fileLinks = files.inOrder(isIniFirst())
    const byName = [variables, oidc, ...fileLinks, isMetadataAsked() ? metadata : noMetadata, uri]
    if (order === ORDER) return byName
    return order.flatMap((name) => byName.find(({ providerName }) => providerName === name) ?? [])
  }
  return { inOrder, refresh, warnings }
}

const CREDENTIALS_FILE = 'ALIBABA_CLOUD_CREDENTIALS_FILE'
const ECS_METADATA = 'ALIBABA_CLOUD_ECS_METADATA'

/** Stands in the report for the metadata service when that is not to be asked. */
function switchedOff(ecs: 'auto' | 'env-only' | 'off'): CredentialProvider {
  const name = 'ecs_ram_role'
  const reason = ecs === 'off' ? 'Switched off by the option ecs' : `Not set: ${ECS_METADATA}, which the option ecs asks for`
  const hint = ecs === 'off' ? 'Use ecs: auto to ask the metadata service.' : 'Set the variable to the name of the role.'
  return cached(
    async () => {
      throw new CredentialsError(`${reason}.`, { code: 'ERR_CREDENTIALS_DISABLED', provider: name, field: 'ecs', skippable: true, hint })
    },
    { name },
  )
}
