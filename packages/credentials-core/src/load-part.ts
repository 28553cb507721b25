import { AlibabaCloudError } from './errors.ts'
import { sourceFailure } from './source-failure.ts'

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

/**
 * Loads a part of a provider, which the error names.
 *
 * @param skippable - Whether a chain may pass over the provider then. Default false.
 * @throws CredentialsError `ERR_NETWORK`, retryable, with the platform's own error as its cause.
 * @example const { createRoleRequest } = await loadProviderPart('ram_role_arn', () => import('#sessions'))
 */
export async function loadProviderPart<T>(provider: string, load: () => Promise<T>, skippable = false): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw sourceFailure(provider, 'ERR_NETWORK', 'could not load a part of its program', { cause, skippable })
  }
}
