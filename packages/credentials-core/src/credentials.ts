/** The kinds of credentials that the documents name, and `custom` for a provider that names none. */
export type CredentialType =
  | 'access_key'
  | 'sts'
  | 'ram_role_arn'
  | 'oidc_role_arn'
  | 'ecs_ram_role'
  | 'rsa_key_pair'
  | 'credentials_uri'
  | 'bearer'
  | 'id_token'
  | 'custom'

/** The kinds whose requests are signed with an AccessKey pair. */
export type KeyType = Exclude<CredentialType, 'bearer' | 'id_token'>

/** An AccessKey pair, with the token that belongs to it when it is temporary. */
export interface KeyCredentials {
  readonly type: KeyType
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string | undefined
  readonly bearerToken: undefined
  /** End of validity; absent for keys that have none, or whose end is unknown. */
  readonly expiration?: Date | undefined
  /** Slash path of the providers that gave it, such as `default/env`. */
  readonly providerName: string
}

/** A token that is sent instead of a signature. */
export interface BearerCredentials {
  readonly type: 'bearer' | 'id_token'
  readonly accessKeyId: undefined
  readonly accessKeySecret: undefined
  readonly securityToken: undefined
  readonly bearerToken: string
  readonly expiration?: Date | undefined
  readonly providerName: string
}

/** No credentials: the request goes out unsigned. */
export interface AnonymousCredentials {
  readonly type: 'anonymous'
  readonly accessKeyId: undefined
  readonly accessKeySecret: undefined
  readonly securityToken: undefined
  readonly bearerToken: undefined
  readonly expiration?: Date | undefined
  readonly providerName: string
}

/** One immutable snapshot. Tell the kinds apart by `type`, or by which member is there. */
export type Credentials = KeyCredentials | BearerCredentials | AnonymousCredentials

/** Credentials as plain data: what a provider of your own may give, and what `exposeCredentials` returns. */
export interface PlainCredentials {
  /** Default, also in place of a type that is not known: `bearer` with a bearer token, `sts` with a security token, else `access_key`. */
  readonly type?: Credentials['type'] | undefined
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  readonly securityToken?: string | undefined
  readonly bearerToken?: string | undefined
  /** A date, text in RFC 3339, or seconds or milliseconds since 1970. */
  readonly expiration?: Date | string | number | undefined
  readonly providerName?: string | undefined
}
