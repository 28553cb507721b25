import { AlibabaCloudError, type Attempt, isAlibabaCloudError } from '@x/credentials-core'
import type { RpcClient, RuntimeOptions } from '@x/tea-rpc'
import { isExpiredPermit, postFile } from './post-file.ts'
import type { UploadContent } from './upload-content.ts'
import { requestPermit } from './upload-permit.ts'

const MAX_ATTEMPTS = 3

/** Sends a file to the storage, again with a new permit after failures that pass, and answers its address. */
export async function sendContent(
  rpc: RpcClient,
  content: UploadContent,
  runtime: RuntimeOptions,
  onSent?: (sent: number) => void,
): Promise<string> {
  const { now, sleep } = rpc.settings
  const maxAttempts = runtime.autoretry === false ? 1 : (runtime.maxAttempts ?? MAX_ATTEMPTS)
  const attempts: Attempt[] = []
  for (;;) {
    // A permit is for one object and a short time, so every attempt asks for its own.
    const permit = await requestPermit(rpc, runtime)
    const started = now()
    try {
      await postFile(rpc, permit, content, runtime, onSent)
      return permit.address
    } catch (error) {
      if (!isAlibabaCloudError(error) || runtime.signal?.aborted) throw error
      const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
      attempts.push({ host: permit.host, action: 'PostObject', status: statusCode, code: serviceCode ?? error.code, ms: now() - started })
      Object.assign(error, { attempts })
      // A permit that ended during one upload can be bad luck; during two it is not.
      const again = isExpiredPermit(error) ? attempts.length === 1 : error.retryable
      if (!again || attempts.length >= maxAttempts) throw error
      if (!content.replayable) throw consumed(error, attempts)
      await sleep(Math.random() * 50 * 2 ** attempts.length, runtime.signal)
    }
  }
}

function consumed(cause: AlibabaCloudError, attempts: readonly Attempt[]): AlibabaCloudError {
  return new AlibabaCloudError('The upload failed, and its stream cannot be read a second time.', {
    code: 'ERR_STREAM_CONSUMED',
    hint: 'Pass bytes, a Blob, fileFrom(path), or a function: { stream: () => …, size }.',
    attempts,
    cause,
  })
}
