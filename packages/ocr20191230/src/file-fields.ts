import type { FileInput } from './file-input.ts'

/** A file of a request that must be uploaded before the request is sent. */
export interface PendingFile {
  readonly file: FileInput
  /** Where it stands in the request, such as `tasks[2].imageURL`. */
  readonly field: string
  /** How many files the list has in which it stands, those with addresses among them. */
  readonly among?: number
  /** Puts the address of the uploaded file in the file's place. */
  put(address: string): void
}

/**
 * Copies a request along the paths of its file fields and finds in it what is not a web address as the service takes it: files, and what
 * the upload refuses by name. The caller's own objects are left as they are.
 *
 * @param paths Wire paths of the file fields: a name, such as `ImageURL`, or one in the items of lists, such as `Tasks[].ImageURL`.
 * @param refetch Whether web addresses are uploaded, too.
 */
export function fileFields(
  request: object,
  paths: readonly string[],
  refetch?: boolean,
): { readonly request: object; readonly pending: PendingFile[] } {
  const pending: PendingFile[] = []
  const copy = { ...request }

  const visit = (holder: Record<string, unknown>, [name = '', ...inner]: readonly string[], place = '', among = 1): void => {
    const key = name.charAt(0).toLowerCase() + name.slice(1)
    const field = place + key
    const value = holder[key]
    if (inner.length > 0) {
      const list = Object.values<object>(Object(value)).map((item) => ({ ...item }))
      holder[key] = list
      list.forEach((item, index) => {
        visit(item, inner, `${field}[${index}].`, list.length)
      })
      return
    }
    const address = value instanceof URL ? value.href : value
    // Blanks and Chinese characters are nothing that the service takes.
    if (!refetch && typeof address === 'string' && /^https?:\/\/[!-~]+$/i.test(address)) holder[key] = address
    else
      pending.push({
        file: value as FileInput,
        field,
        among,
        put: (uploaded) => {
          holder[key] = uploaded
        },
      })
  }
  for (const path of paths) visit(copy, path.split('[].'))
  return { request: copy, pending }
}
