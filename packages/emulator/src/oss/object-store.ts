import { createHash } from 'node:crypto'

/** An object as it lies in the emulator. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
  /** Exactly the bytes that were sent. */
  readonly bytes: Buffer
  readonly contentType: string
  /** MD5 in capitals, in quotes, as OSS gives it. */
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly storedAt: number
}

/** All objects. The newest are kept, 512 MB and 1,000 objects at most. */
export interface ObjectStore {
  put(object: Omit<StoredObject, 'etag'>): StoredObject
  find(bucket: string, key: string): StoredObject | undefined
  list(): readonly StoredObject[]
}

const MAX_BYTES = 512 * 1024 * 1024
const MAX_OBJECTS = 1000

/** Makes an empty store. */
export function createObjectStore(): ObjectStore {
  const objects = new Map<string, StoredObject>()
  let total = 0

  const remove = (name: string): void => {
    total -= objects.get(name)?.bytes.length ?? 0
    objects.delete(name)
  }

  return {
    put(given) {
      const etag = `"${createHash('md5').update(given.bytes).digest('hex').toUpperCase()}"`
      const object = { ...given, etag }
      const name = nameOf(given.bucket, given.key)
      remove(name)
      objects.set(name, object)
      total += object.bytes.length
      for (const oldest of objects.keys()) {
        if ((total <= MAX_BYTES && objects.size <= MAX_OBJECTS) || oldest === name) break
        remove(oldest)
      }
      return object
    },
    find: (bucket, key) => objects.get(nameOf(bucket, key)),
    list: () => [...objects.values()],
  }
}

/** A bucket's name has no slash, so the two parts cannot be mixed up. */
function nameOf(bucket: string, key: string): string {
  return `${bucket}/${key}`
}
