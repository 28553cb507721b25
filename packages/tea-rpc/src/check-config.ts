import { checkNames, type OptionNames } from './check-names.ts'
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

/** Refuses a config with a name that is not known, or with a value of the wrong type. */
export function checkConfig(config: object): void {
  checkNames(config, CONFIG_NAMES)
}
