import { AlibabaCloudError } from '@x/credentials-core'
import { limitsOf } from '@x/ocr20191230/check'
import type { RpcOperation, RuntimeOptions } from '@x/tea-rpc'
import type { CallOptions } from './call-options.ts'
import type { PendingFile } from './file-fields.ts'
import type { FileInput } from './file-input.ts'
import { type FileSource, sourceOf } from './file-source.ts'
import type { OcrClient } from './ocr-client.ts'
import { type PrepareSettings, prepareFile } from './prepare-file.ts'
import { sendContent } from './send-content.ts'
import { stopSignal } from './stop-signal.ts'
import { webSource } from './web-source.ts'

/** Settings of an upload. `deadline` holds for all of it; without one it takes as long as data moves. */
export interface UploadOptions extends CallOptions {
  /** Facts of the operation that will read the file: its limits are checked before anything is sent. */
  readonly operation?: RpcOperation | undefined
}

/** Files that are uploaded at the same time. */
const PARALLEL = 4

/** Uploads a file and answers its address. As `uploadFile` of the main entry, loaded at once. */
export async function uploadFile(client: Pick<OcrClient, 'rpc'>, file: FileInput, options?: UploadOptions): Promise<string> {
  const [address] = await uploadFiles(client, [file], options)
  return address as string
}

/** Uploads several files, four at a time, and answers their addresses in the same order. The first failure ends the others. */
export async function uploadFiles(client: Pick<OcrClient, 'rpc'>, files: readonly FileInput[], options?: UploadOptions): Promise<string[]> {
  const addresses: string[] = []
  const pending = files.map((file, index) => ({
    file,
    field: files.length === 1 ? 'file' : `file[${index}]`,
    put: (address: string): void => {
      addresses[index] = address
    },
  }))
  await uploadPending(client, pending, options)
  return addresses
}

/** Uploads the files of a request and puts their addresses in their places. What cannot be a file is refused before anything is sent. */
export async function uploadPending(
  { rpc }: Pick<OcrClient, 'rpc'>,
  pending: readonly PendingFile[],
  options: UploadOptions = {},
): Promise<void> {
  // What belongs to the operation's own request must not go with the permit's.
  const { operation, signal, deadline, extendsParameters, fit, refetch, onUpload, ...connection } = options
  signal?.throwIfAborted()
  checkCount(pending.length, operation?.action)
  const stop = stopSignal(signal, deadline)
  const runtime: RuntimeOptions = { ...connection, signal: stop.signal }
  const settings: PrepareSettings = { action: operation?.action, fit, signal: stop.signal }
  try {
    const sources = pending.map(({ file, field }) => (refetch && webSource(rpc, file, field, runtime)) || sourceOf(file, field))
    let next = 0
    const work = async (): Promise<void> => {
      while (next < sources.length) {
        const index = next++
        const { field, put } = pending[index] as PendingFile
        const content = await prepareFile(sources[index] as FileSource, field, settings)
        try {
          put(await sendContent(rpc, content, runtime, onUpload && ((sent) => onUpload({ field, sent, total: content.size }))))
        } finally {
          content.close?.()
        }
      }
    }
    await Promise.all(Array.from({ length: Math.min(PARALLEL, sources.length) }, work))
  } catch (error) {
    stop.now(error)
    throw error
  } finally {
    stop.end()
  }
}

function checkCount(count: number, action: string | undefined): void {
  const { maxTasks } = limitsOf(action) ?? {}
  if (maxTasks === undefined || count <= maxTasks) return
  throw new AlibabaCloudError(`There are ${count} files, and ${action} takes at most ${maxTasks} in one call.`, {
    code: 'ERR_INPUT_LIMIT',
    field: 'tasks',
    hint: `Call it once for every ${maxTasks} files.`,
  })
}
