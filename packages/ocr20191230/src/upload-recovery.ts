import { AlibabaCloudError, type Attempt, isAlibabaCloudError } from '@x/credentials-core'
import { type RpcClient, RpcError, type RuntimeOptions } from '@x/tea-rpc'
import type { UploadContent } from './upload-content.ts'
import type { UploadPermit } from './upload-permit.ts'

const MAX_ATTEMPTS = 3

/** An attempt to upload a file that failed, and those before it. */
export interface FailedUpload {
  readonly rpc: RpcClient
  readonly host: string
  readonly content: UploadContent
  readonly runtime: RuntimeOptions
  /** When the attempt began. */
  readonly started: number
  /** The attempts so far; this one is added. */
  readonly attempts: Attempt[]
}

/** Waits until an upload is worth another attempt, or throws what ends it. */
export async function recover(caught: unknown, { rpc, host, content, runtime, started, attempts }: FailedUpload): Promise<void> {
  const error = content.failure?.() ?? caught
  if (!isAlibabaCloudError(error)) throw error
  const { now, sleep } = rpc.settings
  const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
  attempts.push({ host, action: 'PostObject', status: statusCode, code: serviceCode ?? error.code, ms: now() - started })
  Object.assign(error, { attempts })
  const maxAttempts = runtime.autoretry === false ? 1 : (runtime.maxAttempts ?? MAX_ATTEMPTS)
  // A permit that ended during one upload can be bad luck; during two it is not.
  const again = isExpiredPermit(error) ? attempts.length === 1 : error.retryable
  if (!again || attempts.length >= maxAttempts) throw error
  if (!content.replayable) throw consumed(error, attempts)
  await sleep(Math.random() * 50 * 2 ** attempts.length, runtime.signal)
}

/** Why the storage refused a file. */
export function refusal({ host, fields }: UploadPermit, status: number, xml: string): RpcError {
  const element = (name: string): string => (new RegExp(`<${name}>([^<]{0,300})`).exec(xml)?.[1] ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
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

/** Why a permit is not used: for what it lacks, by its name on the wire, or for where it points. */
export function permitProblem(missing: string | undefined): AlibabaCloudError {
  if (missing === undefined)
    return new AlibabaCloudError('The upload permit points to a host that is not of Alibaba Cloud.', {
      code: 'ERR_UPLOAD',
      hint: 'Check openPlatformEndpoint and the network.',
    })
  const field = missing.charAt(0).toLowerCase() + missing.slice(1)
  return new AlibabaCloudError(`The upload permit has no ${field}.`, { code: 'ERR_BAD_RESPONSE', field, retryable: true })
}

/** Whether the storage refused because the permit was over; a new one helps. */
function isExpiredPermit(error: AlibabaCloudError): boolean {
  return error.code === 'ERR_UPLOAD' && /expired/i.test((error as RpcError).serviceMessage)
}

function consumed(cause: AlibabaCloudError, attempts: readonly Attempt[]): AlibabaCloudError {
  return new AlibabaCloudError('The upload failed, and its stream cannot be read a second time.', {
    code: 'ERR_STREAM_CONSUMED',
    hint: 'Pass bytes, a Blob, fileFrom(path), or a function: { stream: () => …, size }.',
    attempts,
    cause,
  })
}
