import { invalidOption } from '@x/credentials-core'
import { checkEndpoint, checkLabel } from './check-endpoint.ts'
import { checkNames, type OptionNames } from './check-names.ts'
import type { Config } from './config.ts'
import { CONNECTION } from './connection-names.ts'

/** The members of `Config`. */
export const CONFIG_NAMES: OptionNames = {
  string: `${CONNECTION.string}accessKeyId accessKeySecret securityToken bearerToken endpoint regionId network suffix protocol method userAgent endpointType openPlatformEndpoint signatureVersion signatureAlgorithm sourceIp secureTransport bigints type tlsMinVersion`,
  number: `${CONNECTION.number}readTimeout`,
  boolean: 'disableHttp2',
  object: 'globalParameters signer',
  function: 'fetch now nonce sleep onEvent',
  any: 'credential',
}

/** The members that take one of a few words. */
const WORDS = {
  protocol: 'HTTPS HTTP',
  endpointType: 'public internal accelerate',
  signatureVersion: 'acs3 v1',
  signatureAlgorithm: 'ACS3-HMAC-SHA256 v2',
  bigints: 'text bigint',
} as const

/**
 * Refuses a config that cannot work: a name that is not known, a value of the wrong type, or a text that means nothing there. Empty texts
 * count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the field.
 */
export function checkConfig(config: Config): void {
  checkNames(config, CONFIG_NAMES)
  const { protocol, method, userAgent } = config
  for (const [field, words] of Object.entries(WORDS)) {
    const value = config[field as keyof typeof WORDS]
    // The protocol is written in any case.
    if (value && !words.split(' ').includes(value === protocol ? value.toUpperCase() : value))
      throw invalidOption(field, 'is not supported', `Use ${words.replaceAll(' ', ' or ')}.`)
  }
  for (const field of ['regionId', 'network', 'suffix'] as const) checkLabel(config[field], field)
  for (const field of ['endpoint', 'openPlatformEndpoint'] as const)
    if (config[field]) checkEndpoint(config[field], field, field === 'endpoint' ? protocol : undefined)
  if (method && !/^[a-z]+$/i.test(method)) throw invalidOption('method', 'is no method', 'Use one such as POST.')
  if (userAgent && !/^[ -~]+$/.test(userAgent)) throw invalidOption('userAgent', 'is not plain text', 'Use letters of ASCII on one line.')
}
