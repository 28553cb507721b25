import { AlibabaCloudError } from '@x/credentials-core'

/** Loads a part of this package that not every program needs. A page that has gone offline may fail to. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new AlibabaCloudError('A part of @x/ocr20191230 could not be loaded.', { code: 'ERR_NETWORK', retryable: true, cause })
  }
}
