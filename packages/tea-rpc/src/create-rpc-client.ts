import {
  type CredentialProvider,
  type Credentials,
  fromAccessKey,
  fromBearer,
  fromSts,
  invalidOption,
  toProvider,
} from '@x/credentials-core'
import { checkConfig, checkRuntime } from './check-options.ts'
import type { Config, RuntimeOptions } from './config.ts'
import { isBrowser } from './is-browser.ts'
import type { RpcClient } from './rpc-client.ts'
import type { RpcOperation } from './rpc-operation.ts'
import { createSender } from './send-request.ts'
import { sleep as defaultSleep } from './sleep.ts'
import { closedError } from './transport-errors.ts'
import { createTransports } from './transports.ts'
import { typedRequest, typedResponse } from './typed-call.ts'
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
export function createRpcClient(config: Config): RpcClient {
  if (!config) throw invalidOption('config', 'is missing', 'Pass an object with credential, or accessKeyId and accessKeySecret.')
  checkConfig(config)
  const { now = Date.now, nonce = () => crypto.randomUUID(), sleep = defaultSleep } = config
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
  })
  let closed = false
  const send: typeof sendRequest = async (request, runtime) => {
    if (closed) throw closedError()
    checkRuntime(runtime)
    return sendRequest(request, runtime)
  }
  return {
    call: async <Q extends object, S extends object>(operation: RpcOperation, request: Q, runtime: RuntimeOptions = {}): Promise<S> =>
      typedResponse(await send(typedRequest(operation, request), runtime), operation),
    request: async (request, runtime = {}) => send(request, runtime),
    transport: (runtime = {}) => transports.get(runtime),
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
    if (typeof signer.sign !== 'function') throw invalidOption('signer', 'cannot sign', 'Pass an object with algorithm and sign().')
    if (!accessKeyId) throw invalidOption('accessKeyId', 'is missing', 'Pass the id of the key that signs.')
    if (accessKeySecret || securityToken || bearerToken || credential) {
      throw invalidOption('signer', 'stands beside other credentials', 'Pass accessKeyId and signer alone.')
    }
    const id = { accessKeyId, accessKeySecret: '', securityToken: undefined, bearerToken: undefined }
    const credentials: Credentials = { ...id, type: 'custom', providerName: 'custom' }
    return async () => credentials
  }
  if (accessKeyId || accessKeySecret) {
    if (!accessKeyId) throw invalidOption('accessKeyId', 'is missing', 'Pass both halves of the key pair.')
    if (!accessKeySecret) throw invalidOption('accessKeySecret', 'is missing', 'Pass both halves of the key pair.')
    return securityToken ? fromSts({ accessKeyId, accessKeySecret, securityToken }) : fromAccessKey({ accessKeyId, accessKeySecret })
  }
  if (bearerToken) return fromBearer({ bearerToken })
  return credential === undefined ? undefined : toProvider(credential)
}

function signatureVersion(config: Config): 'acs3' | 'v1' {
  const { signatureVersion: version, signatureAlgorithm: algorithm, signer } = config
  if (version !== undefined && version !== 'acs3' && version !== 'v1')
    throw invalidOption('signatureVersion', 'is not supported', 'Use acs3 or v1.')
  if (algorithm !== undefined && algorithm !== 'v2' && algorithm !== 'ACS3-HMAC-SHA256') {
    throw invalidOption('signatureAlgorithm', 'is not supported', 'Use ACS3-HMAC-SHA256, or v2 for the older signature.')
  }
  // A POST form of version 1 needs no preflight, which the service would not answer.
  const wanted = version ?? (algorithm ? (algorithm === 'v2' ? 'v1' : 'acs3') : signer || isBrowser() ? 'v1' : 'acs3')
  if (signer && wanted === 'acs3') throw invalidOption('signatureVersion', 'cannot be acs3 with a signer', 'Use v1.')
  return wanted
}
