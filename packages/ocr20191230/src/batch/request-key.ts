import { AlibabaCloudError, invalidOption } from '@x/credentials-core'
import { readFileInput } from '@x/ocr20191230/upload'
import type { RpcOperation } from '@x/tea-rpc'
import { sha256Hex } from '@x/tea-rpc/sign'
import { limitsOf } from '#file-limits'
import type { CallOptions } from '../call-options.ts'
import { fileFields, type PendingFile } from '../file-fields.ts'
import type { FileInput } from '../file-input.ts'
import { MAX_BYTES } from '../max-bytes.ts'

/** A request whose files were read. */
export interface KeyedRequest {
  /** Digest of operation, parameters and content: the same for the same work, whatever kind of file it came as. */
  readonly key: string
  /** A copy of the request, in which the files are put by `files`. */
  readonly request: object
  /** The files that must be uploaded, in memory but for addresses. */
  readonly files: readonly PendingFile[]
  /** Pictures that are billed. */
  readonly units: number
}

/**
 * Reads the files of a request and makes its key. Web addresses stand for their content.
 *
 * @throws AlibabaCloudError for what is not a file, cannot be read, is empty or above 32 MiB, for more tasks than one call takes, and for
 * parameters without a text.
 */
export async function keyedRequest(
  operation: RpcOperation,
  given: object,
  { fit, refetch }: Pick<CallOptions, 'fit' | 'refetch'>,
  signal: AbortSignal | undefined,
): Promise<KeyedRequest> {
  const { tasks } = given as { tasks?: unknown }
  const units = Array.isArray(tasks) ? tasks.length : 1
  checkTasks(units, operation.action)
  const { request, pending } = fileFields(given, operation.files ?? [], refetch)
  const files: PendingFile[] = []
  for (const { file, field, put } of pending) {
    const address = file instanceof URL ? file.href : file
    if (refetch && typeof address === 'string' && /^https?:/i.test(address)) {
      put(address)
      files.push({ file: address, field, put })
      continue
    }
    const bytes = await readFileInput(file, { limit: MAX_BYTES, field }, signal)
    put(`sha256:${await sha256Hex(bytes)}`)
    files.push({ file: bytes, field, put })
  }
  const parameters = Object.keys(request)
    .sort()
    .map((name) => [name, (request as Record<string, unknown>)[name]])
  const text = textOf([operation.action, parameters, fit === true])
  return {
    // 160 bits are enough.
    key: (await sha256Hex(text)).slice(0, 40),
    request,
    files,
    units,
  }
}

/** Addresses count, too: the service fetches and bills them like the rest. */
function checkTasks(count: number, action: string): void {
  const { maxTasks = count } = limitsOf(action) ?? {}
  if (count <= maxTasks) return
  throw new AlibabaCloudError(`There are ${count} files, and ${action} takes at most ${maxTasks} in one call.`, {
    code: 'ERR_INPUT_LIMIT',
    field: 'tasks',
    hint: `Make an input of every ${maxTasks} files.`,
  })
}

/** A number of any size is sent as its digits. */
function textOf(parameters: unknown): string {
  try {
    return JSON.stringify(parameters, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  } catch {
    throw invalidOption('request', 'is part of itself, or has no text', 'Pass text, numbers, booleans, lists and plain objects.')
  }
}

/** Whether an input of a batch is a file and not a request. */
function isFile(input: unknown): input is FileInput {
  if (typeof input !== 'object' || input === null) return true
  if (input instanceof URL || ArrayBuffer.isView(input)) return true
  return 'getReader' in input || 'stream' in input || Symbol.asyncIterator in input
}

/** An input as a request: a file gets into the first file field of the operation. */
export function requestOf(operation: RpcOperation, input: unknown, shared: object | undefined): object {
  if (!isFile(input)) return { ...shared, ...(input as object) }
  const [path = ''] = operation.files ?? []
  const [list, field = ''] = path.includes('[].') ? path.split('[].') : [undefined, path]
  const member = { [lowered(field)]: input }
  return { ...shared, ...(list ? { [lowered(list)]: [member] } : member) }
}

const lowered = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
