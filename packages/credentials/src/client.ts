import {
  type CredentialLike,
  type CredentialProvider,
  type Credentials,
  type Environment,
  peekCredentials,
  type ResolveOptions,
  readVariable,
  textProblem,
  toProvider,
} from '@x/credentials-core'
import type { Config } from './config.ts'
import { createProvider } from './create-provider.ts'
import { fromDefaultChain } from './from-default-chain.ts'

/**
 * Credentials as an object, with the methods of the official Node client, which takes it unchanged. Made from a config, from a provider
 * (any async function, any object with `getCredential()`), or from nothing for the default chain.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at construction, for a config that cannot work.
 * @example
 * const client = new Client({ type: 'sts', accessKeyId, accessKeySecret, securityToken })
 * const { accessKeyId } = await client.getCredential()
 */
export class Client {
  readonly #provider: CredentialProvider
  readonly #type: string
  /** Before the first call nothing has been read yet, and the official clients tell the token then, too. */
  readonly #bearerVariable: () => string | undefined = () => undefined

  constructor(config?: Config | CredentialLike) {
    if (config === undefined) {
      this.#provider = fromDefaultChain()
      this.#type = 'default'
    } else if (isLike(config)) {
      this.#provider = toProvider(config)
      this.#type = this.#provider.providerName ?? 'custom'
    } else {
      this.#provider = createProvider(config)
      this.#type = config.type
      if (config.type === 'bearer') this.#bearerVariable = bearerVariable(config.env)
    }
  }

  /** One snapshot: id, secret and token that belong together. */
  getCredential(options?: ResolveOptions): Promise<Credentials> {
    return this.#provider(options)
  }

  /** The AccessKey id now. For a request take `getCredential()`: between two calls the key can change. */
  async getAccessKeyId(): Promise<string | undefined> {
    return (await this.#provider()).accessKeyId
  }

  /** The AccessKey secret now. */
  async getAccessKeySecret(): Promise<string | undefined> {
    return (await this.#provider()).accessKeySecret
  }

  /** The STS token now. */
  async getSecurityToken(): Promise<string | undefined> {
    return (await this.#provider()).securityToken
  }

  /** The bearer token, when the credentials at hand are one. */
  getBearerToken(): string | undefined {
    return peekCredentials(this.#provider)?.bearerToken ?? this.#bearerVariable()
  }

  /** `default` for the default chain, else the config's type or the provider's name. */
  getType(): string {
    return this.#type
  }
}

/** Reads the token of the variable. One that no request could send counts as none, as it does from the first call on. */
function bearerVariable(env: Environment | undefined): () => string | undefined {
  return () => {
    const token = readVariable(env, 'ALIBABA_CLOUD_BEARER_TOKEN')
    return textProblem(token) === undefined ? token : undefined
  }
}

function isLike(config: Config | CredentialLike): config is CredentialLike {
  return typeof config === 'function' || (typeof config === 'object' && config !== null && 'getCredential' in config)
}
