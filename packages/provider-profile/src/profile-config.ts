import type { CredentialProvider } from '@x/credentials-core'

/** Where the security token service is asked. */
export interface StsPlace {
  readonly stsEndpoint?: string | undefined
  readonly stsRegionId?: string | undefined
  readonly enableVpc?: boolean | undefined
}

/** A profile that holds an AccessKey pair. */
export interface AccessKeyProfile {
  readonly type: 'access_key'
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

/** A profile that holds temporary keys with their security token. */
export interface StsProfile {
  readonly type: 'sts'
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
}

/** Who assumes the role: a key, or the provider of another profile. */
export interface RamRoleArnProfile extends StsPlace {
  readonly type: 'ram_role_arn'
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  readonly securityToken?: string | undefined
  readonly credential?: CredentialProvider | undefined
  readonly roleArn: string
  readonly roleSessionName?: string | undefined
  /** Seconds. */
  readonly roleSessionExpiration?: number | undefined
  readonly policy?: string | undefined
  readonly externalId?: string | undefined
}

/** What is absent, variables say. */
export interface OidcRoleArnProfile extends StsPlace {
  readonly type: 'oidc_role_arn'
  readonly roleArn?: string | undefined
  readonly oidcProviderArn?: string | undefined
  readonly oidcTokenFilePath?: string | undefined
  readonly roleSessionName?: string | undefined
  /** Seconds. */
  readonly roleSessionExpiration?: number | undefined
  readonly policy?: string | undefined
}

/** A profile that takes the role of the ECS instance. Without a name the metadata service is asked. */
export interface EcsRamRoleProfile {
  readonly type: 'ecs_ram_role'
  readonly roleName?: string | undefined
  readonly disableIMDSv1?: boolean | undefined
}

export interface RsaKeyPairProfile extends StsPlace {
  readonly type: 'rsa_key_pair'
  readonly publicKeyId: string
  /** Path of the key. */
  readonly privateKeyFile: string
  /** Seconds. */
  readonly roleSessionExpiration?: number | undefined
}

/** Without an address, a variable says it. */
export interface CredentialsUriProfile {
  readonly type: 'credentials_uri'
  readonly credentialsURI?: string | undefined
}

/** A profile that holds a bearer token. */
export interface BearerProfile {
  readonly type: 'bearer'
  readonly bearerToken: string
}

/** What a profile asks for, in the names of the factories' options: what `create` is given. */
export type ProfileConfig =
  | AccessKeyProfile
  | StsProfile
  | RamRoleArnProfile
  | OidcRoleArnProfile
  | EcsRamRoleProfile
  | RsaKeyPairProfile
  | CredentialsUriProfile
  | BearerProfile
