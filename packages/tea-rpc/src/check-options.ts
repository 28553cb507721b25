import { invalidOption } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'
import { loadRare } from './load-rare.ts'

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'function'

/** The names an options object may have, by the type of their values. `any` names take more than one type. */
type OptionNames = Readonly<Partial<Record<Kind | 'any', string>>>

const CONNECTION = {
  string: 'httpProxy httpsProxy noProxy key cert ca socks5Proxy socks5NetWork ',
  number: 'readTimeout connectTimeout maxIdleConns ',
}

/** The members of `Config`. */
export const CONFIG_NAMES: OptionNames = {
  string: `${CONNECTION.string}accessKeyId accessKeySecret securityToken bearerToken endpoint regionId network suffix protocol method userAgent endpointType openPlatformEndpoint signatureVersion signatureAlgorithm sourceIp secureTransport bigints type tlsMinVersion`,
  number: CONNECTION.number,
  boolean: 'disableHttp2',
  object: 'globalParameters signer',
  function: 'fetch now nonce sleep onEvent',
  any: 'credential',
}

/** The members of `RuntimeOptions`. */
export const RUNTIME_NAMES: OptionNames = {
  string: `${CONNECTION.string}backoffPolicy localAddr`,
  number: `${CONNECTION.number}maxAttempts backoffPeriod deadline`,
  boolean: 'autoretry ignoreSSL keepAlive',
  object: 'extendsParameters signal',
}

export function checkConfig(config: object): void {
  checkOptions(config, CONFIG_NAMES)
}

export async function checkRuntime(runtime: RuntimeOptions): Promise<void> {
  checkOptions(runtime, RUNTIME_NAMES)
  if (runtime.backoffPolicy || runtime.maxAttempts !== undefined) (await loadRare()).checkRetryOptions(runtime)
}

/**
 * Refuses an options object with a name that is not known, or a value of the wrong type. `undefined` members count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the field; for a snake_case name it says the camelCase one.
 */
function checkOptions(options: object, names: OptionNames): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const kind = Object.entries(names).find(([, list]) => ` ${list} `.includes(` ${name} `))?.[0]
    if (!kind)
      throw invalidOption(name, 'is not known', `Write ${name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}, or leave it out.`)
    // Neither null, nor a number that is negative or infinite.
    if (
      kind !== 'any' &&
      (typeof value !== kind || value === null || value < 0 || value === Number.POSITIVE_INFINITY || Number.isNaN(value))
    )
      throw invalidOption(name, `is not a ${kind}`, 'Pass one, 0 or more if it is a number, or leave it out.')
  }
}
