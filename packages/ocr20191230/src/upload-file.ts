import { loadPart } from '@x/credentials-core'
import type { RpcOperation, RuntimeOptions } from '@x/tea-rpc'
import type { CallOptions } from './call-options.ts'
import type { PendingFile } from './file-fields.ts'
import type { FileInput } from './file-input.ts'
import { MAX_BYTES } from './max-bytes.ts'
import type { OcrClient } from './ocr-client.ts'
import { isPlain, readPlain } from './plain-file.ts'
import { sendContent } from './send-content.ts'
import { stopSignal } from './stop-signal.ts'

/**
 * Settings of an upload. `deadline` holds for all of it; without one it takes as long as data moves. `readTimeout` is how long nothing may
 * move, 30000 ms by default: on Node counted from the last piece that the connection took. Elsewhere `fetch` does not show how far it is,
 * so it holds for the whole request, and 1 ms for every 32 bytes is added.
 */
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

/**
 * Uploads the files of a request and puts their addresses in their places. What cannot be a file is refused before anything is sent.
 * Answers what is left of the deadline, if there is one, for the request itself.
 */
export async function uploadPending(
  { rpc }: Pick<OcrClient, 'rpc'>,
  pending: readonly PendingFile[],
  options?: UploadOptions,
): Promise<number | undefined> {
  // What belongs to the operation's own request must not go with the permit's.
  const { operation, signal, deadline, extendsParameters, fit, refetch, onUpload, ...connection } = options ?? {}
  signal?.throwIfAborted?.()
  const { now } = rpc.settings
  const started = now()
  const stop = stopSignal(signal, deadline)
  // With the deadline, and with a signal that is none: the permit's request checks them, and refuses before anything is sent.
  const runtime = { ...connection, deadline, signal: signal && !signal.throwIfAborted ? signal : stop.signal } satisfies RuntimeOptions
  const action = operation?.action
  try {
    const { brokenLimit, limitsOf, readFormat } = await loadPart(() => import('#file-limits'))
    const limits = limitsOf(action)
    const { maxBytes = MAX_BYTES, maxTasks = Number.POSITIVE_INFINITY } = limits ?? {}

    // What is not as simple as the bytes of a picture, and what is refused, is the matter of another part.
    const files = pending.map(({ file }) => file)
    const isUsual =
      !fit &&
      !refetch &&
      !extendsParameters &&
      (!onUpload || typeof onUpload === 'function') &&
      (pending[0]?.among ?? files.length) <= maxTasks
    const read =
      isUsual && files.every((file) => isPlain(file, maxBytes))
        ? (index: number) => readPlain(files[index] as Uint8Array | Blob, stop.signal)
        : await (await loadPart(() => import('#any-file'))).prepareFiles(pending, {
            rpc,
            action,
            limits,
            runtime,
            options: { fit, refetch, extendsParameters, onUpload },
          })

    const queue = pending.entries()
    const work = async (): Promise<void> => {
      for (const [index, { field, put }] of queue) {
        const content = await read(index)
        try {
          const facts = { ...readFormat(content.head), size: content.size }
          if (limits && brokenLimit(facts, limits)) {
            const { checkFile } = await loadPart(() => import('@x/ocr20191230/check'))
            checkFile(facts, action as string, field)
          }
          const onSent = onUpload && ((sent: number) => onUpload({ field, sent, total: content.size }))
          put(await sendContent(rpc, content, facts.contentType, runtime, onSent))
        } finally {
          content.close?.()
        }
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, work))
    return deadline && Math.max(1, deadline - (now() - started))
  } catch (error) {
    stop.now(error)
    throw error
  } finally {
    stop.end()
  }
}
