import type { Account } from './accounts/account.ts'
import type { OidcTokenOptions } from './accounts/oidc-issuer.ts'
import type { Role } from './accounts/role.ts'
import type { Faults } from './faults/fault-list.ts'
import type { StoredObject } from './oss/object-store.ts'
import type { RequestRecord } from './records/request-record.ts'

/** A running emulator. */
export interface Emulator {
  /** `host:port`, for every option that wants an endpoint. */
  readonly endpoint: string
  /** `http://host:port`. */
  readonly url: string
  /** Where keys can be fetched by GET: for `ALIBABA_CLOUD_CREDENTIALS_URI`. */
  readonly credentialsUri: string
  /** The identities with their working keys; the first is the default one. */
  readonly accounts: readonly [Account, ...Account[]]
  /** The roles; the first is the default one. */
  readonly roles: readonly [Role, ...Role[]]
  /** The OpenID provider that `issueOidcToken` signs for. */
  readonly oidcProviderArn: string
  /** The newest requests, oldest first, with secrets masked. A request is there before its answer arrives. */
  readonly requests: readonly RequestRecord[]
  clearRequests(): void
  /** Scripted faults. */
  readonly faults: Faults
  /** What was uploaded. */
  readonly objects: StoredObjects
  /** Temporary keys as AssumeRole would give them. */
  issueTemporaryKey(options?: TemporaryKeyOptions): TemporaryKey
  /** A token for AssumeRoleWithOIDC. */
  issueOidcToken(options?: OidcTokenOptions): string
  /** Makes an RSA key pair of the first account and "uploads" its public half, for GenerateSessionAccessKey. */
  createKeyPair(): Promise<KeyPair>
  /** Ends the server, open connections and the text engine. May be called again. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The object storage, seen from a test. */
export interface StoredObjects {
  list(): readonly StoredObject[]
  /** The object behind an address that the emulator gave out, or behind its path `/bucket/key`. */
  read(address: string): StoredObject | undefined
  /** Stores an object without an upload; gives its address. */
  put(key: string, bytes: Uint8Array, contentType?: string): string
}

/** What `issueTemporaryKey` issues. */
export interface TemporaryKeyOptions {
  /** Seconds until it ends; negative for one that has ended. Default 3600. */
  readonly lifetimeSeconds?: number | undefined
  /** Name of one of the roles. Default: the first. */
  readonly roleName?: string | undefined
  /** Default `issued`. */
  readonly sessionName?: string | undefined
}

/** A key whose token must come along with it. */
export interface TemporaryKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly expiration: Date
}

/** An RSA key pair, as its owner holds it. */
export interface KeyPair {
  readonly publicKeyId: string
  /** PKCS#8, PEM. */
  readonly privateKey: string
}
