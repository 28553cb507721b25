import { invalidOption } from '@x/credentials-core'

/** One page or a list of pages as a list. Throws `ERR_INVALID_OPTION` for an empty one: a document has a page. */
export function toPages<T extends object>(pages: T | readonly T[]): readonly T[] {
  const list = Array.isArray(pages) ? (pages as readonly T[]) : [pages as T]
  if (list.length === 0) throw invalidOption('pages', 'is empty', 'Pass at least one { image, response }.')
  return list
}
