import { CredentialsError, createSetting, type Environment, invalidOption, isSwitchedOn, readVariable } from '@x/credentials-core'
import { parseEndpoint } from '../resolve-endpoint.ts'

/** What decides which host of STS is asked. */
export interface StsEndpointOptions {
  /** `host[:port]` or a URL without a path, `http:` for loopback only. Default: `ALIBABA_CLOUD_STS_ENDPOINT`, else the host of the region. */
  readonly stsEndpoint?: string | undefined
  /** Region whose host is asked, such as `cn-beijing`. Default: `ALIBABA_CLOUD_STS_REGION`, else the central host. */
  readonly stsRegionId?: string | undefined
  /** Asks the region's host inside VPCs. Default: whether `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` is `true`. No effect without a region. */
  readonly enableVpc?: boolean | undefined
  /** The variables. Default: those of the process, read at each refresh. */
  readonly env?: Environment | undefined
}

const ENDPOINT = 'ALIBABA_CLOUD_STS_ENDPOINT'
const VPC = 'ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED'
const REGION = {
  option: 'stsRegionId',
  variable: 'ALIBABA_CLOUD_STS_REGION',
  grammar: /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/,
  problem: 'is not a region',
  hint: 'Give its id, such as cn-beijing.',
}
/** A variable may come from whoever starts the program, so it reaches hosts of the vendor only (R84). */
const VENDOR = /^https:\/\/([\w-]+\.)+aliyuncs\.com(:\d+)?$/

/** @throws AlibabaCloudError `ERR_INVALID_OPTION` for an option that names no host, naming it. */
export function checkStsEndpoint({ stsEndpoint, stsRegionId, enableVpc }: StsEndpointOptions): void {
  if (enableVpc !== undefined && typeof enableVpc !== 'boolean') throw invalidOption('enableVpc', 'is not a boolean', 'Give true or false.')
  if (stsEndpoint && !toOrigin(stsEndpoint)) {
    throw invalidOption('stsEndpoint', 'is not a host', 'Give host, host:port or a URL without a path; http is for loopback only.')
  }
  createSetting('', stsRegionId || undefined, undefined, REGION)
}

/**
 * A function that finds the origin at each call: the one given, that of the variable which a cluster sets, the region's inside its VPC, the
 * region's, `central`. No other is tried when it is down: requests never go where nobody said.
 *
 * @param options - Checked ones.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at a call, naming the variable.
 */
export function createOriginFinder(options: StsEndpointOptions, provider: string, central: string): () => string {
  const { stsEndpoint, stsRegionId, enableVpc, env } = options
  const given = stsEndpoint ? toOrigin(stsEndpoint) : undefined
  const findRegion = createSetting(provider, stsRegionId || undefined, env, REGION)

  return () => {
    if (given) return given
    const variable = readVariable(env, ENDPOINT)
    if (variable !== undefined) {
      const origin = toOrigin(variable)
      if (origin && VENDOR.test(origin)) return origin
      const hint = 'Set a host below aliyuncs.com; any other goes into the option stsEndpoint.'
      throw new CredentialsError(`${ENDPOINT} is no host of STS.`, { code: 'ERR_INVALID_OPTION', provider, field: ENDPOINT, hint })
    }
    const region = findRegion()
    const vpc = enableVpc ?? isSwitchedOn(env, VPC)
    return `https://${region ? `sts${vpc ? '-vpc' : ''}.${region}.aliyuncs.com` : central}`
  }
}

/** `undefined` for what is no host, and for `http:` to another machine. */
function toOrigin(endpoint: string): string | undefined {
  if (typeof endpoint !== 'string') return undefined
  try {
    const { protocol, host } = parseEndpoint(endpoint, 'endpoint')
    return `${protocol}//${host}`
  } catch {
    return undefined
  }
}
