import { checkNames, invalidOption, type OptionNames } from '@x/credentials-core'
import { checkEndpoint } from './check-endpoint.ts'
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

/** What texts must be like, by the members that hold them, and how to say so. */
const TEXTS: readonly (readonly [fields: string, pattern: RegExp, hint: string])[] = [
  ['protocol', /^https?$/i, 'HTTPS or HTTP'],
  ['endpointType', /^(public|internal|accelerate)$/, 'public, internal or accelerate'],
  ['signatureVersion', /^(acs3|v1)$/, 'acs3 or v1'],
  ['signatureAlgorithm', /^(ACS3-HMAC-SHA256|v2)$/, 'ACS3-HMAC-SHA256 or v2'],
  ['bigints', /^(text|bigint)$/, 'text or bigint'],
  ['regionId network suffix', /^[\w-]+$/, 'a name such as cn-shanghai'],
  ['method', /^[a-z]+$/i, 'one such as POST'],
  ['userAgent', /^[ -~]+$/, 'letters of ASCII on one line'],
]

/**
 * Refuses a config that cannot work: a name that is not known, a value of the wrong type, or a text that means nothing there. Empty texts
 * count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the field.
 */
export function checkConfig(config: Config): void {
  checkNames(config, CONFIG_NAMES, 'config')
  for (const [fields, pattern, hint] of TEXTS)
    for (const field of fields.split(' ')) {
      const value = config[field as keyof Config]
      if (value && !pattern.test(value as string)) throw invalidOption(field, 'is not supported', `Use ${hint}.`)
    }
  const { endpoint, openPlatformEndpoint, protocol } = config
  if (endpoint) checkEndpoint(endpoint, 'endpoint', protocol)
  if (openPlatformEndpoint) checkEndpoint(openPlatformEndpoint, 'openPlatformEndpoint')
}
