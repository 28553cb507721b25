import { AlibabaCloudError, type Attempt, isAlibabaCloudError } from '@x/credentials-core'
import type { RpcOperation, RuntimeOptions } from '@x/tea-rpc'
import type { FileInput } from './file-input.ts'
import type { OcrClient } from './ocr-client.ts'
import { isExpiredPermit, postFile } from './post-file.ts'
import { readFileInput } from './read-file-input.ts'
import { UPLOAD_LIMITS } from './upload-limits.ts'
import { requestPermit } from './upload-permit.ts'

/** Settings of an upload. `deadline` holds for all of it; without one it takes as long as data moves. */
export interface UploadOptions extends RuntimeOptions {
  /** Facts of the operation that will read the file: its size limit is checked before anything is sent. */
  readonly operation?: RpcOperation | undefined
}

/** Files that are uploaded at the same time. */
const PARALLEL = 4
/** Files larger than this are not taken: they are held in memory. */
const MAX_BYTES = 32 * 1024 * 1024
const MAX_ATTEMPTS = 3

/** Uploads a file and answers its address. As `uploadFile` of the main entry, loaded at once. */
export async function uploadFile(client: Pick<OcrClient, 'rpc'>, file: FileInput, options?: UploadOptions): Promise<string> {
  const [address] = await uploadFiles(client, [file], options)
  return address as string
}

/** Uploads several files, four at a time, and answers their addresses in the same order. The first failure ends the others. */
export async function uploadFiles(
  { rpc }: Pick<OcrClient, 'rpc'>,
  files: readonly FileInput[],
  options: UploadOptions = {},
): Promise<string[]> {
  // What belongs to the operation's own request must not go with the permit's.
  const { operation, signal, deadline, extendsParameters, ...connection } = options
  signal?.throwIfAborted()
  const stop = new AbortController()
  const runtime: RuntimeOptions = { ...connection, signal: stop.signal }
  const onAbort = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  const timer =
    deadline &&
    setTimeout(() => {
      stop.abort(new AlibabaCloudError(`The upload did not end within ${deadline} ms.`, { code: 'ERR_TIMEOUT', retryable: true }))
    }, deadline)

  const addresses: string[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const index = next++
      addresses[index] = await upload(rpc, files[index] as FileInput, operation?.action, runtime)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(PARALLEL, files.length) }, work))
    return addresses
  } catch (error) {
    stop.abort(error)
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

async function upload(rpc: OcrClient['rpc'], file: FileInput, action: string | undefined, runtime: RuntimeOptions): Promise<string> {
  const limit = action && UPLOAD_LIMITS[action]
  const bytes = await readFileInput(file, limit ? { limit, limitOf: action } : { limit: MAX_BYTES }, runtime.signal)
  const { now, sleep } = rpc.settings
  const maxAttempts = runtime.autoretry === false ? 1 : (runtime.maxAttempts ?? MAX_ATTEMPTS)
  const attempts: Attempt[] = []
  for (;;) {
    // A permit is for one object and a short time, so every attempt asks for its own.
    const permit = await requestPermit(rpc, runtime)
    const started = now()
    try {
      await postFile(rpc, permit, bytes, runtime)
      return permit.address
    } catch (error) {
      if (!isAlibabaCloudError(error) || runtime.signal?.aborted) throw error
      const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
      attempts.push({ host: permit.host, action: 'PostObject', status: statusCode, code: serviceCode ?? error.code, ms: now() - started })
      Object.assign(error, { attempts })
      // A permit that ended during one upload can be bad luck; during two it is not.
      const again = isExpiredPermit(error) ? attempts.length === 1 : error.retryable
      if (!again || attempts.length >= maxAttempts) throw error
      await sleep(Math.random() * 50 * 2 ** attempts.length, runtime.signal)
    }
  }
}
