import { isLoopback, loadPart } from '@x/credentials-core'
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

/** What the platform must answer, as text. */
const MEMBERS = ['Bucket', 'Endpoint', 'AccessKeyId', 'EncodedPolicy', 'Signature', 'ObjectKey'] as const

type PermitAnswer = Readonly<Record<(typeof MEMBERS)[number], string>> & { readonly UseAccelerate?: unknown }

/**
 * Asks the platform for leave to upload one object, with the client's own credentials.
 *
 * @throws AlibabaCloudError `ERR_BAD_RESPONSE` for an answer that lacks something, `ERR_UPLOAD` for one that points to a strange host.
 */
export async function requestPermit(rpc: RpcClient, runtime: RuntimeOptions): Promise<UploadPermit> {
  const { regionId, endpointType, openPlatformEndpoint: endpoint = 'openplatform.aliyuncs.com' } = rpc.settings
  // Not a typed call: this chunk would hold its renaming a second time, for a handful of names.
  const { body } = await rpc.request(
    { action: 'AuthorizeFileUpload', version: '2019-12-19', method: 'GET', query: { Product: 'ocr', RegionId: regionId }, endpoint },
    runtime,
  )
  const answer = Object(body) as PermitAnswer
  const missing = MEMBERS.find((name) => !answer[name] || typeof answer[name] !== 'string')
  const place = missing ? undefined : placeOf(answer, endpointType)
  if (!place || !URL.canParse(place.url)) throw (await loadPart(() => import('#upload-recovery'))).permitProblem(missing)
  const { AccessKeyId, EncodedPolicy, Signature, ObjectKey: key } = answer
  const fields = Object.entries({ OSSAccessKeyId: AccessKeyId, policy: EncodedPolicy, Signature, key, success_action_status: '201' })
  return { ...place, key, fields }
}

/** Where the form goes and where the object is afterwards. The file must reach the platform's storage and nobody else: else nothing. */
function placeOf({ Bucket, Endpoint, ObjectKey, UseAccelerate }: PermitAnswer, endpointType: string | undefined) {
  if (!/^[a-z\d][a-z\d-]+$/.test(Bucket)) return undefined
  // An emulator: names below an address do not resolve, so the bucket is part of the path.
  if (isLoopback(Endpoint.replace(/:\d+$/, ''))) {
    const url = `http://${Endpoint}/${Bucket}/`
    return { host: Endpoint, url, address: url + ObjectKey }
  }
  if (!/^([a-z\d-]+\.)+aliyuncs\.com$/.test(Endpoint)) return undefined
  const isFast = endpointType === 'accelerate' && String(UseAccelerate) === 'true'
  const host = `${Bucket}.${
    isFast ? 'oss-accelerate.aliyuncs.com' : endpointType === 'internal' ? Endpoint.replace('.', '-internal.') : Endpoint
  }`
  // The key stands there as it is, and the endpoint as it came: not the internal or accelerated one.
  return { host, url: `https://${host}/`, address: `http://${Bucket}.${Endpoint}/${ObjectKey}` }
}
