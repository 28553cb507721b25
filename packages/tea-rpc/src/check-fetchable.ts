import { AlibabaCloudError } from '@x/credentials-core'

/**
 * Refuses options that a `fetch` cannot honour.
 *
 * @param nodeOnly - Their names, separated by blanks.
 * @throws AlibabaCloudError `ERR_RUNTIME_UNSUPPORTED`, naming the option.
 */
export function checkFetchable(options: object, nodeOnly: string): void {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const field = nodeOnly.split(' ').find((name) => given[name] !== undefined)
  if (field === undefined) return
  throw new AlibabaCloudError(`Option ${field} cannot work through fetch.`, {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    field,
    hint: 'Leave it out, or use Node without the fetch option.',
  })
}
