import { type FetchInit, isAlibabaCloudError } from '@x/credentials-core'
import { readFileFacts } from '@x/ocr20191230/check'
import { type RpcClient, RpcError, type RuntimeOptions } from '@x/tea-rpc'
import { STREAMS_BODIES } from '#fs'
import { uploadBody } from './upload-body.ts'
import type { UploadContent } from './upload-content.ts'
import { uploadForm } from './upload-form.ts'
import type { UploadPermit } from './upload-permit.ts'

const READ_TIMEOUT = 30_000
/** Slower connections than this run into the time limit: 32 bytes a millisecond. */
const BYTES_PER_MS = 32

/** Posts a file to the storage that the permit names. Throws `RpcError` with code `ERR_UPLOAD` when it is refused. */
export async function postFile(
  rpc: RpcClient,
  permit: UploadPermit,
  content: UploadContent,
  runtime: RuntimeOptions,
  onSent?: (sent: number) => void,
): Promise<void> {
  const form = uploadForm(permit.fields, permit.key, readFileFacts(content.head).contentType)
  const { body, length, failure } = uploadBody(form, content, STREAMS_BODIES, onSent)
  const headers: Record<string, string> = { 'content-type': form.contentType }
  // The limit of a transport counts from the start of the request, so the time to send is added to it.
  const readTimeout = (runtime.readTimeout || READ_TIMEOUT) + length / BYTES_PER_MS
  const init: FetchInit & { readTimeout: number } = { method: 'POST', headers, body, readTimeout }
  if (body instanceof ReadableStream) {
    headers['content-length'] = String(length)
    init.duplex = 'half'
  }
  if (runtime.signal) init.signal = runtime.signal
  onSent?.(0)
  try {
    const answer = await rpc.transport(runtime)(permit.url, init)
    const text = await answer.text()
    if (![200, 201, 204].includes(answer.status)) throw uploadError(permit, answer.status, text)
  } catch (error) {
    throw (runtime.signal?.aborted ? undefined : failure()) ?? error
  }
  onSent?.(content.size)
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
