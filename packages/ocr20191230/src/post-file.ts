import { type FetchInit, isAlibabaCloudError } from '@x/credentials-core'
import { type RpcClient, RpcError, type RuntimeOptions } from '@x/tea-rpc'
import { uploadForm } from './upload-form.ts'
import type { UploadPermit } from './upload-permit.ts'

const READ_TIMEOUT = 30_000
/** Slower connections than this run into the time limit: 32 bytes a millisecond. */
const BYTES_PER_MS = 32

/** Posts a file to the storage that the permit names. Throws `RpcError` with code `ERR_UPLOAD` when it is refused. */
export async function postFile(rpc: RpcClient, permit: UploadPermit, file: Uint8Array, runtime: RuntimeOptions): Promise<void> {
  const { contentType, body } = uploadForm(permit.fields, permit.key, file)
  // The limit of a transport counts from the start of the request, so the time to send is added to it.
  const readTimeout = (runtime.readTimeout || READ_TIMEOUT) + body.length / BYTES_PER_MS
  const init: FetchInit & { readTimeout: number } = { method: 'POST', headers: { 'content-type': contentType }, body, readTimeout }
  if (runtime.signal) init.signal = runtime.signal
  const answer = await rpc.transport(runtime)(permit.url, init)
  const text = await answer.text()
  if (![200, 201, 204].includes(answer.status)) throw uploadError(permit, answer.status, text)
}

/** Whether the storage refused because the permit was over; a new one helps. */
export function isExpiredPermit(error: unknown): boolean {
  return isAlibabaCloudError(error) && error.code === 'ERR_UPLOAD' && /expired/i.test((error as RpcError).serviceMessage)
}

function uploadError({ host, fields }: UploadPermit, status: number, xml: string): RpcError {
  const element = (name: string): string => (new RegExp(`<${name}>([^<]{0,300})`).exec(xml)?.[1] ?? '').replace(/\s+/g, ' ')
  const serviceCode = element('Code') || 'UnknownError'
  const requestId = element('RequestId')
  // The permit's own key, policy and signature are struck out of the text.
  const serviceMessage = fields.slice(0, 3).reduce((text, [, secret]) => text.replaceAll(secret, '***'), element('Message'))
  return new RpcError(`The upload was refused by ${host}: ${serviceCode} (status ${status}, request id ${requestId || 'unknown'}).`, {
    code: 'ERR_UPLOAD',
    statusCode: status,
    serviceCode,
    serviceMessage,
    requestId: requestId || undefined,
    hostId: element('HostId') || undefined,
    retryable: status >= 500 || status === 408 || status === 429 || serviceCode === 'RequestTimeout',
  })
}
