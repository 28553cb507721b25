import { isLoopback } from '@x/credentials-core'
import { callOperation, type RpcClient, type RuntimeOptions } from '@x/tea-rpc'
import { loadPart } from './load-part.ts'

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

/** The fields of the form, in their order, and the members of the permit that they are taken from. */
const FIELDS = { OSSAccessKeyId: 'accessKeyId', policy: 'encodedPolicy', Signature: 'signature', key: 'objectKey' } as const

type Member = 'bucket' | 'endpoint' | (typeof FIELDS)[keyof typeof FIELDS]

type PermitAnswer = Readonly<Record<Member, string>> & { readonly useAccelerate?: unknown }

/** The name of what a permit lacks, if it lacks something. */
function missingMember(answer: PermitAnswer): Member | undefined {
  const members: Member[] = ['bucket', 'endpoint', ...Object.values(FIELDS)]
  return members.find((name) => typeof answer[name] !== 'string' || answer[name] === '')
}

/**
 * Asks the platform for leave to upload one object, with the client's own credentials.
 *
 * @throws AlibabaCloudError `ERR_BAD_RESPONSE` for an answer that lacks something, `ERR_UPLOAD` for one that points to a strange host.
 */
export async function requestPermit(rpc: RpcClient, runtime: RuntimeOptions): Promise<UploadPermit> {
  const { regionId, endpointType, openPlatformEndpoint: endpoint = 'openplatform.aliyuncs.com' } = rpc.settings
  const answer = await callOperation<object, PermitAnswer>(
    rpc,
    { action: 'AuthorizeFileUpload', version: '2019-12-19', method: 'GET', query: ['Product', 'RegionId'], endpoint },
    { product: 'ocr', regionId },
    runtime,
  )
  const missing = missingMember(answer)
  const place = missing ? undefined : placeOf(answer, endpointType)
  if (!place || !URL.canParse(place.url)) throw (await loadPart(() => import('#upload-recovery'))).permitProblem(missing)
  const fields = Object.entries(FIELDS).map(([name, member]) => [name, answer[member]] as const)
  return { ...place, key: answer.objectKey, fields: [...fields, ['success_action_status', '201']] }
}

/** Where the form goes and where the object is afterwards. The file must reach the platform's storage and nobody else: else nothing. */
function placeOf({ bucket, endpoint, objectKey, useAccelerate }: PermitAnswer, endpointType: string | undefined) {
  if (!/^[a-z\d][a-z\d-]+$/.test(bucket)) return undefined
  // An emulator: names below an address do not resolve, so the bucket is part of the path.
  if (isLoopback(endpoint.replace(/:\d+$/, ''))) {
    const url = `http://${endpoint}/${bucket}/`
    return { host: endpoint, url, address: url + objectKey }
  }
  if (!/^([a-z\d-]+\.)+aliyuncs\.com$/.test(endpoint)) return undefined
  const isFast = endpointType === 'accelerate' && String(useAccelerate) === 'true'
  const host = `${bucket}.${
    isFast ? 'oss-accelerate.aliyuncs.com' : endpointType === 'internal' ? endpoint.replace('.', '-internal.') : endpoint
  }`
  // The key stands there as it is, and the endpoint as it came: not the internal or accelerated one.
  return { host, url: `https://${host}/`, address: `http://${bucket}.${endpoint}/${objectKey}` }
}
