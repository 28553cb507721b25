import type { KeyCredentials } from '@x/credentials-core'

/** Keys of another tab with less time left than this are not worth taking, in milliseconds. */
const ENOUGH = 60_000

/** What is known of the keys that this tab had before. */
interface Before {
  readonly now: number
  readonly last: KeyCredentials | undefined
  readonly rejectedKeyId: string | undefined
}

/** Whether keys that another tab has help this one: they last, were not rejected, and last longer than what this tab had. */
export function isUsable(keys: KeyCredentials, { now, last, rejectedKeyId }: Before): boolean {
  const end = keys.expiration?.getTime() ?? 0
  if (keys.accessKeyId === rejectedKeyId || end - now < ENOUGH) return false
  return last === undefined || last.accessKeyId === rejectedKeyId || end > (last.expiration?.getTime() ?? 0)
}
