import { createCredentials, exposeCredentials, type KeyCredentials, type PlainCredentials } from '@x/credentials-core'

/** Keys as a message to other tabs, which is copied from memory to memory. */
export function packKeys(keys: KeyCredentials): PlainCredentials {
  return exposeCredentials(keys)
}

/** The keys in a message; nothing when it is none of ours, such as one of another version of this package. */
export function unpackKeys(message: unknown): KeyCredentials | undefined {
  try {
    const keys = createCredentials(message as PlainCredentials)
    return keys.type === 'sts' && keys.expiration ? keys : undefined
  } catch {
    return undefined
  }
}
