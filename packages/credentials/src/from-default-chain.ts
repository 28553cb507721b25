import { type CredentialProvider, createChain, withName } from '@x/credentials-core'
import { createFileLinks } from '#file-links'
import { type DefaultChainOptions, defaultLinks, type FileAccess } from './default-links.ts'

/**
 * Credentials from the first place that has some: the environment variables, an OIDC token, the profile of the command line, the profile of
 * the credentials file, the role of the ECS instance, the credentials URI. With `ALIBABA_CLOUD_CREDENTIALS_FILE` set, that file comes before
 * the command line's. The place that gave some is asked from then on. Nothing is read before the first call.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, for an option that is not known.
 * @throws ChainError at a call: `ERR_CREDENTIALS_EXHAUSTED` when nothing is configured, else the code of the link that is broken.
 * @example const { accessKeyId } = await fromDefaultChain()()
 */
export function fromDefaultChain(options: DefaultChainOptions = {}): CredentialProvider {
  return defaultChainBy({ createFileLinks }, options)
}

/** The default chain with a runtime's way to read files. */
export function defaultChainBy(access: FileAccess, options: DefaultChainOptions = {}): CredentialProvider {
  const { inOrder, refresh } = defaultLinks(options, access)
  return withName('default', createChain(inOrder, { ...refresh, name: 'default', lenient: options.lenient }))
}
