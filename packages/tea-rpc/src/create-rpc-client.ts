import { type CredentialProvider, type Credentials, fromAccessKey, fromBearer, fromSts, invalidOption, loadPart } from '@x/credentials-core'
import { createListener } from '#listener'
import { adoptCredential } from './adopt-credential.ts'
import { checkConfig } from './check-config.ts'
import type { Config, RuntimeOptions } from './config.ts'
import { isBrowser } from './is-browser.ts'
import { loadRare } from './load-rare.ts'
import type { RpcClient, RpcRequest } from './rpc-client.ts'
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
  checkConfig(given)
  // What was checked holds, whatever happens to the caller's object.
  const config = { ...given }
  const { regionId, endpoint, endpointType, openPlatformEndpoint, now = Date.now, nonce = () => crypto.randomUUID() } = config
  const sleep: SenderParts['sleep'] = config.sleep ?? (async (ms, signal) => (await loadRare()).sleep(ms, signal))
  const isPage = isBrowser()
  const transports = createTransports(config)
  const send = createSender({
    config,
    signatureVersion: signatureVersion(config, isPage),
    nameProvider: config.credential !== undefined && !config.accessKeyId && !config.bearerToken && !isPage,
    userAgent: isPage ? undefined : [`x-tea-rpc/${VERSION}`, config.userAgent].filter(Boolean).join(' '),
    provider: credentialProvider(config),
    transports,
    now,
    nonce,
    sleep,
    listener: createListener(config.onEvent),
  })
  const request: RpcClient['request'] = (request, runtime) => send(request ?? ({} as RpcRequest), runtime ?? {})
  return {
    call: async <Q extends object, S extends object>(operation: RpcOperation, parameters: Q, runtime?: RuntimeOptions): Promise<S> =>
      (await loadPart(() => import('#typed-call'))).callOperation<Q, S>({ request }, operation ?? {}, parameters, runtime),
    request,
    transport:
      (runtime = {}) =>
      async (url, init) =>
        (await transports.get(runtime))(url, { readTimeout: runtime.readTimeout, ...init }),
    settings: { regionId, endpoint, endpointType, openPlatformEndpoint, now, sleep },
    close: transports.close,
  }
}

/** The keys of the settings stand before the provider in them, as in the official clients. Nothing given: anonymous calls only. */
function credentialProvider(config: Config): CredentialProvider | undefined {
  const { accessKeyId, accessKeySecret, securityToken, bearerToken, credential, signer } = config
  if (signer) {
    const others = accessKeySecret || securityToken || bearerToken || credential
    if (typeof signer.sign !== 'function' || !signer.algorithm || !accessKeyId || others)
      throw invalidOption('signer', 'cannot sign, or stands beside other credentials', 'Pass accessKeyId and a signer with sign() alone.')
    const credentials = { accessKeyId, accessKeySecret: '', type: 'custom', providerName: 'custom' } as Credentials
    return async () => credentials
  }
  if (accessKeyId || accessKeySecret)
    return securityToken ? fromSts({ accessKeyId, accessKeySecret, securityToken }) : fromAccessKey({ accessKeyId, accessKeySecret })
  if (bearerToken) return fromBearer({ bearerToken })
  return credential === undefined ? undefined : adoptCredential(credential)
}

function signatureVersion({ signatureVersion, signatureAlgorithm, signer }: Config, isPage: boolean): 'acs3' | 'v1' {
  // A POST form of version 1 needs no preflight, which the service would not answer. The official clients call version 1 `v2`.
  const wanted = signatureVersion || signatureAlgorithm || (signer || isPage ? 'v1' : 'acs3')
  if (/^v/.test(wanted)) return 'v1'
  if (signer) throw invalidOption('signatureVersion', 'cannot be acs3 with a signer', 'Use v1.')
  return 'acs3'
}
