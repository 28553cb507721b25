import {
  type AlibabaCloudError,
  type CredentialProvider,
  type Credentials,
  fromAccessKey,
  fromBearer,
  fromSts,
  invalidOption,
} from '@x/credentials-core'
import { createListener } from '#listener'
import { adoptCredential } from './adopt-credential.ts'
import { checkConfig } from './check-config.ts'
import { closedError } from './closed-error.ts'
import type { Config, RuntimeOptions } from './config.ts'
import { isBrowser } from './is-browser.ts'
import { loadPart } from './load-part.ts'
import { loadRare } from './load-rare.ts'
import type { RpcClient } from './rpc-client.ts'
import type { RpcOperation } from './rpc-operation.ts'
import { createSender, type SenderParts } from './send-request.ts'
import { createTransports } from './transports.ts'
import { VERSION } from './version.ts'

/**
 * Makes a client that signs and sends requests to any Alibaba Cloud RPC product.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a setting that cannot work, naming the field. Calls reject with
 * `RpcError` when the service refuses, `TransportError` when no usable answer came, `CredentialsError` when there are no
 * credentials, and with the signal's own reason when it aborts.
 * @example
 * const client = createRpcClient({ credential: fromEnv(), endpoint: 'sts.aliyuncs.com' })
 * const { body } = await client.request({ action: 'GetCallerIdentity', version: '2015-04-01' })
 */
export function createRpcClient(given: Config): RpcClient {
  if (!given) throw invalidOption('config', 'is missing', 'Pass an object with credential, or accessKeyId and accessKeySecret.')
  checkConfig(given)
  // What was checked holds, whatever happens to the caller's object.
  const config = { ...given }
  const { now = Date.now, nonce = () => crypto.randomUUID() } = config
  const sleep: SenderParts['sleep'] = config.sleep ?? (async (ms, signal) => (await loadRare()).sleep(ms, signal))
  const transports = createTransports(config)
  const sendRequest = createSender({
    config,
    signatureVersion: signatureVersion(config),
    nameProvider: config.credential !== undefined && !config.accessKeyId && !config.bearerToken && !isBrowser(),
    userAgent: isBrowser() ? undefined : [`x-tea-rpc/${VERSION}`, config.userAgent].filter(Boolean).join(' '),
    provider: credentialProvider(config),
    transports,
    now,
    nonce,
    sleep,
    listener: createListener(config.onEvent),
  })
  let closed = false
  const send: RpcClient['request'] = async (request, options) => {
    if (closed) throw closedError()
    if (!request) throw invalidOption('request', 'is missing', 'Pass an object with action and version.')
    return sendRequest(request, options ?? {})
  }
  return {
    call: async <Q extends object, S extends object>(operation: RpcOperation, request: Q, runtime?: RuntimeOptions): Promise<S> =>
      (await loadPart(() => import('#typed-call'))).callOperation<Q, S>({ request: send }, operation, request, runtime),
    request: send,
    transport:
      (runtime = {}) =>
      async (url, init) =>
        (await transports.get(runtime))(url, { readTimeout: runtime.readTimeout, ...init }),
    settings: {
      regionId: config.regionId,
      endpoint: config.endpoint,
      endpointType: config.endpointType,
      openPlatformEndpoint: config.openPlatformEndpoint,
      now,
      sleep,
    },
    close: async () => {
      closed = true
      await transports.close()
    },
  }
}

/** The keys of the settings stand before the provider in them, as in the official clients. Nothing given: anonymous calls only. */
function credentialProvider(config: Config): CredentialProvider | undefined {
  const { accessKeyId, accessKeySecret, securityToken, bearerToken, credential, signer } = config
  if (signer) {
    if (typeof signer.sign !== 'function' || accessKeySecret || securityToken || bearerToken || credential) {
      throw invalidOption('signer', 'cannot sign, or stands beside other credentials', 'Pass accessKeyId and a signer with sign() alone.')
    }
    if (!accessKeyId) throw missingHalf('accessKeyId')
    const credentials = { accessKeyId, accessKeySecret: '', type: 'custom', providerName: 'custom' } as Credentials
    return async () => credentials
  }
  if (accessKeyId || accessKeySecret) {
    if (!accessKeyId || !accessKeySecret) throw missingHalf(accessKeyId ? 'accessKeySecret' : 'accessKeyId')
    return securityToken ? fromSts({ accessKeyId, accessKeySecret, securityToken }) : fromAccessKey({ accessKeyId, accessKeySecret })
  }
  if (bearerToken) return fromBearer({ bearerToken })
  return credential === undefined ? undefined : adoptCredential(credential)
}

const missingHalf = (field: string): AlibabaCloudError => invalidOption(field, 'is missing', 'Pass both halves of the key pair.')

function signatureVersion(config: Config): 'acs3' | 'v1' {
  const { signatureVersion: version, signatureAlgorithm: algorithm, signer } = config
  // A POST form of version 1 needs no preflight, which the service would not answer.
  const wanted = version ?? (algorithm ? (algorithm === 'v2' ? 'v1' : 'acs3') : signer || isBrowser() ? 'v1' : 'acs3')
  if (signer && wanted === 'acs3') throw invalidOption('signatureVersion', 'cannot be acs3 with a signer', 'Use v1.')
  return wanted
}
