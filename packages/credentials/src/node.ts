import {
  Client as AnyClient,
  type Config,
  type CredentialLike,
  type CredentialProvider,
  createProvider as createAnyProvider,
  type DefaultChainOptions,
  type ExplainReport,
  type ResolveOptions,
} from '@x/credentials'
import { readFile } from '@x/credentials-core/node'
import { fromCliProfile, fromProfile } from '@x/provider-profile/node'
import type { FileAccess } from './default-links.ts'
import { explainBy } from './explain.ts'
import { fileLinksBy } from './file-links.ts'
import { defaultChainBy } from './from-default-chain.ts'

export * from '@x/credentials'
export { fromRsaKeyPair } from '@x/provider-rsa/node'
export { fromOidcRoleArn } from '@x/provider-sts/node'

const access: FileAccess = { createFileLinks: fileLinksBy({ fromCliProfile, fromProfile }), readFile }

/** `createProvider` with Node's files, for runtimes that take the web files but have Node's modules: Deno and Bun. */
export function createProvider(config: Config): CredentialProvider {
  return createAnyProvider(withFiles(config))
}

/** `fromDefaultChain` with Node's files, for Deno and Bun. */
export function fromDefaultChain(options?: DefaultChainOptions): CredentialProvider {
  return defaultChainBy(access, options)
}

/** `explain` with Node's files, for Deno and Bun. */
export function explain(options?: DefaultChainOptions, call?: Pick<ResolveOptions, 'signal'>): Promise<ExplainReport> {
  return explainBy(access, options, call)
}

/** `Client` with Node's files, for Deno and Bun. */
export class Client extends AnyClient {
  constructor(config?: Config | CredentialLike) {
    super(config === undefined ? fromDefaultChain() : isConfig(config) ? withFiles(config) : config)
  }
}

function isConfig(config: Config | CredentialLike): config is Config {
  return typeof config === 'object' && config !== null && !('getCredential' in config)
}

function withFiles(config: Config): Config {
  const readsFiles = config?.type === 'oidc_role_arn' || config?.type === 'rsa_key_pair'
  return readsFiles ? { ...config, readFile: config.readFile ?? readFile } : config
}
