import type { Credentials, PlainCredentials } from './credentials.ts'

/** What a caller may say with each question for credentials. */
export interface ResolveOptions {
  /** Ends the wait of this caller alone, with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** The AccessKey id that a service has just rejected: a cached value with this id is dropped. */
  readonly rejectedKeyId?: string | undefined
}

/** Any async function that gives credentials. */
export type CredentialSource = (options?: ResolveOptions) => Promise<Credentials | PlainCredentials>

/** A source whose answers are checked, cached and named: what every factory of these packages returns. */
export interface CredentialProvider<C extends Credentials = Credentials> {
  (options?: ResolveOptions): Promise<C>
  /** Such as `env`; the path of the credentials themselves can be longer. */
  readonly providerName?: string | undefined
}

/** What the official clients answer to `getCredential()`. */
export interface HeldCredentials {
  readonly accessKeyId?: string | null | undefined
  readonly accessKeySecret?: string | null | undefined
  readonly securityToken?: string | null | undefined
  readonly bearerToken?: string | null | undefined
  readonly type?: string | null | undefined
  readonly providerName?: string | null | undefined
}

/** An object that gives credentials: the `Client` of `@x/credentials` or of the official Node package. */
export interface CredentialHolder {
  getCredential(options?: ResolveOptions): Promise<HeldCredentials>
}

/** Everything that a `credential` option accepts. */
export type CredentialLike = CredentialSource | CredentialHolder
