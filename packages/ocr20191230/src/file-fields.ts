import { invalidOption } from '@x/credentials-core'
import type { FileInput } from './file-input.ts'

/** A file of a request that must be uploaded before the request is sent. */
export interface PendingFile {
  readonly file: FileInput
  /** Puts the address of the uploaded file in the file's place. */
  put(address: string): void
}

/**
 * Copies a request along the paths of its file fields and finds the files in it that need uploading. Web addresses stay; the caller's
 * own objects are left as they are.
 *
 * @param paths Wire paths of the file fields, such as `ImageURL` or `Tasks[].ImageURL`.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a field that holds no file, before anything is sent.
 */
export function fileFields(request: object, paths: readonly string[]): { readonly request: object; readonly pending: PendingFile[] } {
  const pending: PendingFile[] = []
  const copy = { ...request }

  const visit = (holder: Record<string, unknown>, [step = '', ...rest]: readonly string[], path: string): void => {
    const keys = step === '[]' ? Object.keys(holder) : [step.charAt(0).toLowerCase() + step.slice(1)]
    for (const key of keys) {
      const field = step === '[]' ? `${path}[${key}]` : `${path && `${path}.`}${key}`
      const value = holder[key]
      if (rest.length > 0) {
        const inner = Array.isArray(value) ? [...value] : { ...(value as object) }
        holder[key] = inner
        visit(inner as Record<string, unknown>, rest, field)
      } else if (isWebAddress(value, field)) {
        holder[key] = String(value)
      } else {
        pending.push({
          file: value as FileInput,
          put: (address) => {
            holder[key] = address
          },
        })
      }
    }
  }
  for (const path of paths) visit(copy as Record<string, unknown>, path.replaceAll('[]', '.[]').split('.'), '')
  return { request: copy, pending }
}

function isWebAddress(value: unknown, field: string): boolean {
  if (typeof value === 'string' || value instanceof URL) {
    const address = String(value)
    if (/^https?:\/\//i.test(address)) return true
    if (/^data:/i.test(address)) return false
    throw invalidOption(field, 'looks like a path', 'Use fileFrom(path) for a file of this machine.')
  }
  if (typeof value === 'object' && value !== null) return false
  throw invalidOption(field, 'is not a file', 'Pass a web address, bytes, a Blob, a stream or fileFrom(path).')
}
