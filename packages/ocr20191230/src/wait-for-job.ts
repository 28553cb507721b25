import { AlibabaCloudError, emit, invalidOption, isAlibabaCloudError } from '@x/credentials-core'
import { fromWire, RpcError, type RpcOperation, type RuntimeOptions } from '@x/tea-rpc'
import { checkAmount, checkArguments } from './check-arguments.ts'
import type { Operation } from './define-operation.ts'
import type { OcrClient } from './ocr-client.ts'
import { type GetAsyncJobResultData, getAsyncJobResult } from './operations/get-async-job-result.ts'

/** State of a job: `QUEUING`, `PROCESSING`, `PROCESS_SUCCESS`, … The service may add to them. */
export type JobStatus = NonNullable<GetAsyncJobResultData['status']>

/** How long a job was waited for. */
export interface JobProgress {
  /** Looks at the job so far. */
  readonly looks: number
  /** Milliseconds since the waiting began. */
  readonly waited: number
}

/** How to wait for a job. */
export interface WaitForJobOptions {
  readonly signal?: AbortSignal | undefined
  /**
   * Called after each look at the job with its state; `undefined` when the service named none. What it throws, or its promise is rejected
   * with, is ignored.
   */
  readonly onProgress?: ((status: JobStatus | undefined, progress: JobProgress) => void) | undefined
  /** Milliseconds to wait at most. Default 600000. */
  readonly deadline?: number | undefined
  /** Milliseconds between two looks, give or take a fifth. Default 5000, as the service advises. */
  readonly pollInterval?: number | undefined
  /** Settings of each look. */
  readonly runtime?: RuntimeOptions | undefined
}

const DEADLINE = 600_000
const POLL_INTERVAL = 5_000
const LOOK_DEADLINE = 60_000
/** The last look is this many milliseconds before the deadline, so that its answer can come in time. */
const LAST_LOOK = 1_000
const FAILED = ['PROCESS_FAILED', 'TIMEOUT_FAILED', 'LIMIT_RETRY_FAILED', 'JOB_CANCELED']

/**
 * Waits until a job has ended and answers its result, which has the type of the `data` of the operation that started it.
 *
 * @param operation The operation that started the job.
 * @param requestId The `requestId` that it answered. Waiting can be taken up again with it, in another process too.
 * @throws RpcError `ERR_JOB_FAILED` when the job failed, with the job's own code in `serviceCode`.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for arguments that cannot work, `ERR_TIMEOUT` at the deadline, `ERR_BAD_RESPONSE` for a result that is not JSON, and what calls throw. A look
 * that fails for a moment does not end the waiting.
 * @example
 * const { requestId } = await recognizeVideoCharacter(client, { videoURL: fileFrom('clip.mp4') })
 * const { frames } = await waitForJob(client, recognizeVideoCharacter, requestId)
 */
export async function waitForJob<Q extends object, S extends { data?: object | undefined }>(
  client: OcrClient,
  operation: Operation<Q, S>,
  requestId: string,
  options: WaitForJobOptions = {},
): Promise<NonNullable<S['data']>> {
  checkArguments(client, operation, options, 'signal onProgress deadline pollInterval runtime')
  if (typeof requestId !== 'string' || requestId === '')
    throw invalidOption('requestId', 'is missing', 'Pass the requestId that the operation answered.')
  const facts = operation.operation
  const { onProgress, deadline = DEADLINE, pollInterval = POLL_INTERVAL, runtime, signal = runtime?.signal } = options
  checkAmount('deadline', deadline)
  checkAmount('pollInterval', pollInterval)
  const { now, sleep } = client.rpc.settings
  const begin = now()
  const end = begin + deadline
  let looks = 0
  const job = `Job ${requestId} of ${facts.action}`
  let status: JobStatus | undefined
  let cause: unknown
  for (;;) {
    looks++
    try {
      const limit = Math.max(1, Math.min(end - now(), runtime?.deadline ?? LOOK_DEADLINE))
      const look = await getAsyncJobResult(client, { jobId: requestId }, { ...runtime, signal, deadline: limit })
      // Any member can be null.
      const data = look.data ?? {}
      status = data.status
      cause = undefined
      const state = status
      emit<JobProgress>(onProgress && ((progress) => onProgress(state, progress)), { looks, waited: now() - begin })
      if (status === 'PROCESS_SUCCESS') return parseResult(job, data.result, facts) as NonNullable<S['data']>
      if (status && FAILED.includes(status)) throw jobFailed(job, status, data, look.requestId)
    } catch (error) {
      if (!isAlibabaCloudError(error) || !error.retryable) throw error
      cause = error
    }
    const left = end - now()
    if (left <= LAST_LOOK) break
    await sleep(Math.min(pollInterval * (0.8 + 0.4 * Math.random()), left - LAST_LOOK), signal)
  }
  throw new AlibabaCloudError(`${job} did not end within ${deadline} ms (last state: ${status ?? 'unknown'}).`, {
    code: 'ERR_TIMEOUT',
    retryable: true,
    hint: 'Call waitForJob again with the same id to go on waiting.',
    cause,
  })
}

/** The parser's own error is left out: it quotes the text. */
function parseResult(job: string, text: string | undefined, { maps }: RpcOperation): object {
  try {
    const result: unknown = JSON.parse(text ?? '')
    if (typeof result === 'object' && result && !Array.isArray(result)) return fromWire(result, maps, 'Data') as object
  } catch {
    // Thrown below.
  }
  throw new AlibabaCloudError(`${job} succeeded, but its result is not a JSON object.`, {
    code: 'ERR_BAD_RESPONSE',
    hint: 'getAsyncJobResult gives the text as it is.',
  })
}

function jobFailed(job: string, status: JobStatus, { errorCode, errorMessage }: GetAsyncJobResultData, requestId: string): RpcError {
  const serviceCode = errorCode || status
  return new RpcError(`${job} ended with ${status}${errorCode ? `, ${errorCode}` : ''}.`, {
    code: 'ERR_JOB_FAILED',
    statusCode: 200,
    serviceCode,
    serviceMessage: (errorMessage ?? '').replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 300),
    requestId,
    hint: status === 'LIMIT_RETRY_FAILED' ? 'Start the job again later.' : undefined,
  })
}
