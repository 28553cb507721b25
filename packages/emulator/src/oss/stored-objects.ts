import type { StoredObjects } from '../emulator.ts'
import { parseObjectPath } from './object-path.ts'
import type { ObjectStore } from './object-store.ts'

/** The store as tests see it: by address, in the bucket that uploads go to. */
export function createStoredObjects(objects: ObjectStore, bucket: string, endpoint: string, now: () => number): StoredObjects {
  return {
    list: objects.list,
    read(address) {
      const path = parseObjectPath(address.startsWith('/') ? address : new URL(address).pathname)
      return path && objects.find(path.bucket, path.key)
    },
    put(key, bytes, contentType = 'application/octet-stream') {
      objects.put({ bucket, key, bytes: Buffer.from(bytes), contentType, storedAt: now() })
      return `http://${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
    },
  }
}
