import { AlibabaCloudError, checkNames, loadPart, type OptionNames } from '@x/credentials-core'
import type { RpcClient } from '@x/tea-rpc'
import { STREAMS_BODIES } from '#fs'
import type { CallOptions } from './call-options.ts'
import type { PendingFile } from './file-fields.ts'
import { type FileSource, sourceOf } from './file-source.ts'
import type { InputLimits } from './input-limits.ts'
import { MAX_BYTES } from './max-bytes.ts'
import { readContent } from './read-content.ts'
import { readSource } from './read-file-input.ts'
import type { UploadRuntime } from './send-content.ts'
import { inPieces } from './upload-body.ts'
import type { UploadContent } from './upload-content.ts'

interface PrepareSettings {
  readonly rpc: RpcClient
  /** The operation that will read the files, and what it takes, as far as both are known. */
  readonly action: string | undefined
  readonly limits: InputLimits | undefined
  readonly runtime: UploadRuntime
  /** What the permit's request does not get, and so does not check. */
  readonly options: Pick<CallOptions, 'fit' | 'refetch' | 'extendsParameters' | 'onUpload'>
}

const OPTION_NAMES: OptionNames = { boolean: 'fit refetch', object: 'extendsParameters', function: 'onUpload' }

/**
 * Refuses options of the wrong type and what cannot be a file, and answers how the others, by their places, are read and made to fit if
 * that is wished.
 */
export async function prepareFiles(
  pending: readonly PendingFile[],
  settings: PrepareSettings,
): Promise<(index: number) => Promise<UploadContent>> {
  const { rpc, action, limits, runtime, options } = settings
  checkNames(options, OPTION_NAMES)
  checkCount(pending[0]?.among ?? pending.length, action, limits)
  const webSource = options.refetch ? (await loadPart(() => import('#downloads'))).webSource : undefined
  const sources = pending.map(({ file, field }) => webSource?.(rpc, file, field, runtime) ?? sourceOf(file, field))
  return async (index) => {
    const content = await prepareFile(sources[index] as FileSource, (pending[index] as PendingFile).field, settings)
    return STREAMS_BODIES ? inPieces(content) : content
  }
}

async function prepareFile(
  source: FileSource,
  field: string,
  { action, limits, runtime: { signal, readTimeout }, options: { fit } }: PrepareSettings,
): Promise<UploadContent> {
  const own = { limit: MAX_BYTES, field, idleTimeout: readTimeout || undefined }
  if (fit && action) {
    const bytes = await readSource(source, own, signal)
    const { fitBytes } = await loadPart(() => import('@x/ocr20191230/fit'))
    const head = await fitBytes(bytes, action, field, signal)
    return { size: head.length, head, replayable: true }
  }
  return readContent(source, limits ? { ...own, limit: limits.maxBytes, limitOf: action } : own, STREAMS_BODIES, signal)
}

function checkCount(count: number, action: string | undefined, { maxTasks = count }: Partial<InputLimits> = {}): void {
  if (count <= maxTasks) return
  throw new AlibabaCloudError(`There are ${count} files, and ${action} takes at most ${maxTasks} in one call.`, {
    code: 'ERR_INPUT_LIMIT',
    field: 'tasks',
    hint: `Call it once for every ${maxTasks} files.`,
  })
}
