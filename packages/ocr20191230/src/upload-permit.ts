import { AlibabaCloudError, isLoopback } from '@x/credentials-core'
import type { RpcClient, RuntimeOptions } from '@x/tea-rpc'

/** Leave to upload one object. */
export interface UploadPermit {
  /** Host that receives the form. */
  readonly host: string
  /** Where the form is posted. */
  readonly url: string
  /** Address of the object after the upload, as operations take it. */
  readonly address: string
  /** Name of the object. */
  readonly key: string
  /** Form fields, in the order that the service wants. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

const OPEN_PLATFORM = 'openplatform.aliyuncs.com'
const PERMIT_MEMBERS = ['accessKeyId', 'bucket', 'encodedPolicy', 'endpoint', 'objectKey', 'signature'] as const

type PermitAnswer = Readonly<Record<(typeof PERMIT_MEMBERS)[number], string>> & { readonly useAccelerate?: unknown }

/**
 * Asks the platform for leave to upload one object, with the client's own credentials.
 *
 * @throws AlibabaCloudError `ERR_BAD_RESPONSE` for an answer that lacks something, `ERR_UPLOAD` for one that points to a strange host.
 */
export async function requestPermit(rpc: RpcClient, runtime: RuntimeOptions): Promise<UploadPermit> {
  const { regionId, endpointType, openPlatformEndpoint: endpoint = OPEN_PLATFORM } = rpc.settings
  const answer = await rpc.call<object, PermitAnswer>(
    { action: 'AuthorizeFileUpload', version: '2019-12-19', method: 'GET', query: ['Product', 'RegionId'], endpoint },
    { product: 'ocr', regionId },
    runtime,
  )
  for (const member of PERMIT_MEMBERS) {
    if (typeof answer[member] !== 'string' || answer[member] === '')
      throw new AlibabaCloudError(`The upload permit has no ${member}.`, { code: 'ERR_BAD_RESPONSE', field: member, retryable: true })
  }
  const { url, host, folder } = placeOf(answer, endpointType)
  return {
    url,
    host,
    // The key stands there as it is, and the endpoint as it came: not the internal or accelerated one.
    address: folder + answer.objectKey,
    key: answer.objectKey,
    fields: [
      ['OSSAccessKeyId', answer.accessKeyId],
      ['policy', answer.encodedPolicy],
      ['Signature', answer.signature],
      ['key', answer.objectKey],
      ['success_action_status', '201'],
    ],
  }
}

/** Where the form goes and where the object is afterwards. The file must reach the platform's storage and nobody else. */
function placeOf({ bucket, endpoint, useAccelerate }: PermitAnswer, endpointType: string | undefined) {
  if (/^[a-z\d][a-z\d-]+$/.test(bucket)) {
    // An emulator: names below an address do not resolve, so the bucket is part of the path.
    if (isLoopback(endpoint.replace(/:\d+$/, ''))) {
      const folder = `http://${endpoint}/${bucket}/`
      return { url: folder, host: endpoint, folder }
    }
    if (/^([a-z\d-]+\.)+aliyuncs\.com$/.test(endpoint)) {
      const host = `${bucket}.${uploadEndpoint(endpoint, endpointType, String(useAccelerate) === 'true')}`
      return { url: `https://${host}/`, host, folder: `http://${bucket}.${endpoint}/` }
    }
  }
  throw new AlibabaCloudError('The upload permit points to a host that is not of Alibaba Cloud.', {
    code: 'ERR_UPLOAD',
    hint: 'Check openPlatformEndpoint and the network.',
  })
}

function uploadEndpoint(endpoint: string, endpointType: string | undefined, mayAccelerate: boolean): string {
  if (endpointType === 'internal') return endpoint.replace('.', '-internal.')
  return endpointType === 'accelerate' && mayAccelerate ? 'oss-accelerate.aliyuncs.com' : endpoint
}
