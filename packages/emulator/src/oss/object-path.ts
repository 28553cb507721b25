/** Bucket and object of a path such as `/bucket/folder/file.png`. */
export interface ObjectPath {
  readonly bucket: string
  /** Empty when the path names only the bucket. */
  readonly key: string
}

/** Reads a path-style object address; `undefined` when its percent-encoding is broken. */
export function parseObjectPath(path: string): ObjectPath | undefined {
  try {
    const decoded = decodeURIComponent(path.slice(1))
    const slash = decoded.indexOf('/')
    return slash < 0 ? { bucket: decoded, key: '' } : { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) }
  } catch {
    return undefined
  }
}
