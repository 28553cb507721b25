import { keys } from './keys.mjs'
import { createFloor } from './limits.mjs'
import { ownDependency } from './official-callers.mjs'
import { acs3, parameters } from './sign-inputs.mjs'

/** Each makes a function that signs one request of the given size: `small` or `large`. */
export const signers = {
  limit: {
    'HMAC-SHA1 of the text alone': (size) =>
      hmac('sha1', `POST&%2F&${encodeURIComponent(new URLSearchParams(parameters[size]).toString())}`),
    'v1 floor, whole body': async (size) => {
      const sign = await createFloor()
      return () => sign(parameters[size])
    },
    'HMAC-SHA256 of a short text alone': () =>
      hmac('sha256', 'ACS3-HMAC-SHA256\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
  },
  official: {
    '@alicloud/rpc-client getSignatureV1': async (size) => {
      const { default: util } = await ownDependency('@alicloud/rpc-client', '@alicloud/rpc-util')
      return () => util.getSignatureV1(parameters[size], 'POST', keys.accessKeySecret)
    },
    '@alicloud/openapi-client getRPCSignature': async (size) => {
      const { default: util } = await ownDependency('@alicloud/openapi-client', '@alicloud/openapi-util')
      return () => util.getRPCSignature(parameters[size], 'POST', keys.accessKeySecret)
    },
    '@alicloud/openapi-core getRPCSignature': async (size) => {
      const { OpenApiUtil } = (await import('@alicloud/openapi-core')).default
      return () => OpenApiUtil.getRPCSignature(parameters[size], 'POST', keys.accessKeySecret)
    },
    '@alicloud/openapi-client getAuthorization': async (size) => {
      const { default: util } = await ownDependency('@alicloud/openapi-client', '@alicloud/openapi-util')
      return () => authorize(util, acs3[size])
    },
    '@alicloud/openapi-core getAuthorization': async (size) => {
      const { OpenApiUtil } = (await import('@alicloud/openapi-core')).default
      return () => authorize(OpenApiUtil, acs3[size])
    },
    '@alicloud/pop-core request, no transport': async (size) => {
      const httpx = await ownDependency('@alicloud/pop-core', 'httpx')
      // The client gets its answer at once, so that what is left is the making of the request and the reading of the answer.
      httpx.request = async () => ({ req: { getHeaders: () => ({}) } })
      httpx.read = async () => Buffer.from(answer)
      const { default: PopCore } = await import('@alicloud/pop-core')
      const client = new PopCore({ ...keys, endpoint: 'http://127.0.0.1', apiVersion: '2015-04-01' })
      const own = ownParameters(size)
      return () => client.request('GetCallerIdentity', own, { method: 'POST' })
    },
  },
  ours: {
    'ours signRpc': async (size) => {
      const { signRpc, hmacSha1Signer } = await import('@x/tea-rpc/sign')
      return () => signRpc({ method: 'POST', params: parameters[size], signer: hmacSha1Signer(keys.accessKeySecret) })
    },
    'ours signAcs3': async (size) => {
      const { signAcs3, hmacSha256Signer } = await import('@x/tea-rpc/sign')
      const { accessKeyId } = keys
      return () => signAcs3({ ...acs3[size], accessKeyId, signer: hmacSha256Signer(keys.accessKeySecret) })
    },
    'ours request v1, no transport': (size) => request(size, 'v1'),
    'ours request acs3, no transport': (size) => request(size, 'acs3'),
  },
}

const answer = '{"RequestId":"R","Arn":"acs:ram::1234567890123456:user/reader"}'
const names = ['RegionId', 'RoleArn', 'RoleSessionName']

/** What a caller passes; the rest is the client's to add. */
function ownParameters(size) {
  return Object.fromEntries(Object.entries(parameters[size]).filter(([name]) => names.includes(name) || name.startsWith('Tasks')))
}

async function request(size, signatureVersion) {
  const { createRpcClient } = await import('@x/tea-rpc')
  const headers = { get: () => null }
  const fetch = async () => ({ status: 200, headers, body: null, text: async () => answer, arrayBuffer: async () => new ArrayBuffer(0) })
  const client = createRpcClient({ ...keys, endpoint: 'http://127.0.0.1', signatureVersion, fetch })
  const call = { action: 'GetCallerIdentity', version: '2015-04-01', body: ownParameters(size) }
  return () => client.request(call)
}

async function hmac(algorithm, text) {
  const { createHmac } = await import('node:crypto')
  return () => createHmac(algorithm, keys.accessKeySecret).update(text).digest('base64')
}

function authorize(util, input) {
  return util.getAuthorization(input, 'ACS3-HMAC-SHA256', input.hashedPayload, keys.accessKeyId, keys.accessKeySecret)
}
