import { AlibabaCloudError } from './errors.ts'

/**
 * Loads a part of a package that not every program needs. A page that has gone offline may fail to.
 *
 * @throws AlibabaCloudError `ERR_NETWORK`, retryable, with the platform's own error as its cause.
 * @example const { sign } = await loadPart(() => import('#sign'))
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new AlibabaCloudError('A part of the program could not be loaded.', { code: 'ERR_NETWORK', retryable: true, cause })
  }
}
