import { AlibabaCloudError } from '@x/credentials-core'

/** Loads what few calls need. A page that has gone offline may fail to. */
export async function loadRare(): Promise<typeof import('./rare.ts')> {
  try {
    return await import('#rare')
  } catch (cause) {
    throw new AlibabaCloudError('A part of @x/tea-rpc could not be loaded.', { code: 'ERR_NETWORK', retryable: true, cause })
  }
}
