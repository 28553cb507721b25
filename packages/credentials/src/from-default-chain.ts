import { type CredentialProvider, createChain, withName } from '@x/credentials-core'
import { type DefaultChainOptions, defaultLinks } from './default-links.ts'

/**
 * Credentials from the first place that has some: the environment variables, then the credentials URI. The place that gave some is asked
 * from then on. Nothing is read before the first call.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, for an option that is not known.
 * @throws ChainError at a call: `ERR_CREDENTIALS_EXHAUSTED` when nothing is configured, else the code of the link that is broken.
 * @example const { accessKeyId } = await fromDefaultChain()()
 */
export function fromDefaultChain(options: DefaultChainOptions = {}): CredentialProvider {
  const { lenient, now, onEvent, refresh } = options
  return withName('default', createChain(defaultLinks(options), { ...refresh, now, onEvent, name: 'default', lenient }))
}
