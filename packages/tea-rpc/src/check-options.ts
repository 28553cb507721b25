import { invalidOption } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'function'

/** The names an options object may have, by the type of their values. `any` names take more than one type. */
type OptionNames = Readonly<Partial<Record<Kind | 'any', string>>>

const CONNECTION = {
  string: 'httpProxy httpsProxy noProxy key cert ca socks5Proxy socks5NetWork ',
  number: 'readTimeout connectTimeout maxIdleConns ',
}

/** The members of `Config`. */
const CONFIG_NAMES: OptionNames = {
  string: `${CONNECTION.string}accessKeyId accessKeySecret securityToken bearerToken endpoint regionId network suffix protocol method userAgent endpointType openPlatformEndpoint signatureVersion signatureAlgorithm type tlsMinVersion`,
  number: CONNECTION.number,
  boolean: 'disableHttp2',
  object: 'globalParameters signer',
  function: 'fetch now nonce sleep',
  any: 'credential',
}

/** The members of `RuntimeOptions`. */
const RUNTIME_NAMES: OptionNames = {
  string: `${CONNECTION.string}backoffPolicy localAddr`,
  number: `${CONNECTION.number}maxAttempts backoffPeriod deadline`,
  boolean: 'autoretry ignoreSSL keepAlive',
  object: 'extendsParameters signal',
}

export function checkConfig(config: object): void {
  checkOptions(config, CONFIG_NAMES)
}

export function checkRuntime(runtime: RuntimeOptions): void {
  checkOptions(runtime, RUNTIME_NAMES)
  const { maxAttempts, backoffPolicy } = runtime
  if (maxAttempts === 0) throw invalidOption('maxAttempts', 'is 0', 'It counts every request, the first included.')
  if (backoffPolicy && !/^(no|fixed|random|exponential|exponential_random)$/.test(backoffPolicy)) {
    throw invalidOption('backoffPolicy', 'is not known', 'Use no, fixed, random, exponential or exponential_random.')
  }
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
    if (!kind) {
      const camelCase = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
      throw invalidOption(name, 'is not known', camelCase === name ? 'Leave it out.' : `Write ${camelCase}.`)
    }
    if (kind !== 'any' && (typeof value !== kind || value === null))
      throw invalidOption(name, `is not a ${kind}`, `Pass a ${kind}, or leave it out.`)
    if (kind === 'number' && !((value as number) >= 0 && Number.isFinite(value)))
      throw invalidOption(name, 'is negative or not finite', 'Pass 0 or more.')
    if (/^socks5/.test(name)) throw invalidOption(name, 'is not supported', 'Use httpsProxy.')
  }
}
