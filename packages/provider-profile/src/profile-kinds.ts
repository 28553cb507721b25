import type { ProfileConfig } from './profile-config.ts'
import type { ProfileFields } from './profile-fields.ts'

type Members<C> = C extends unknown ? Exclude<keyof C, 'type' | 'credential'> : never
/** An option of a factory that a profile can set. */
type Option = Members<ProfileConfig>

/** What the fields of a file are called, the first that is there counts. An option that is missing here has its own name in snake_case. */
export type FieldNames = { readonly [O in Option]?: readonly string[] }

/** The options of a type, in the order in which they are read. */
interface Kind<C> {
  readonly needs?: readonly Members<C>[]
  readonly takes?: readonly Members<C>[]
}

const KEY = ['accessKeyId', 'accessKeySecret'] as const
const SESSION = ['roleSessionName', 'roleSessionExpiration', 'policy'] as const
const STS = ['stsEndpoint', 'stsRegionId', 'enableVpc'] as const

const KINDS: { readonly [T in ProfileConfig['type']]: Kind<Extract<ProfileConfig, { type: T }>> } = {
  access_key: { needs: KEY },
  sts: { needs: [...KEY, 'securityToken'] },
  ram_role_arn: { needs: [...KEY, 'roleArn'], takes: ['securityToken', ...SESSION, 'externalId', ...STS] },
  oidc_role_arn: { takes: ['roleArn', 'oidcProviderArn', 'oidcTokenFilePath', ...SESSION, ...STS] },
  ecs_ram_role: { takes: ['roleName', 'disableIMDSv1'] },
  rsa_key_pair: { needs: ['publicKeyId', 'privateKeyFile'], takes: ['roleSessionExpiration', ...STS] },
  credentials_uri: { takes: ['credentialsURI'] },
  bearer: { needs: ['bearerToken'] },
}

/** How options are read that are more than text. */
const READERS: { readonly [O in Option]?: 'secret' | 'path' | 'number' | 'flag' } = {
  accessKeyId: 'secret',
  accessKeySecret: 'secret',
  securityToken: 'secret',
  bearerToken: 'secret',
  oidcTokenFilePath: 'path',
  privateKeyFile: 'path',
  roleSessionExpiration: 'number',
  enableVpc: 'flag',
  disableIMDSv1: 'flag',
}

export const PROFILE_TYPES: readonly string[] = Object.keys(KINDS)

/** A config, and which field of the file each of its options comes from. */
export interface ConfigOfFile {
  readonly config: ProfileConfig
  readonly fieldOf: Readonly<Record<string, string>>
}

/**
 * The config of a type, out of the fields of a profile.
 *
 * @param withKey - Whether a role is assumed by a key of the profile itself.
 */
export function readConfig(type: ProfileConfig['type'], fields: ProfileFields, names: FieldNames, withKey = true): ConfigOfFile {
  const { needs, takes } = optionsOf(type)
  const config: Record<string, unknown> = { type }
  const fieldOf: Record<string, string> = {}
  for (const option of [...needs, ...takes]) {
    if (!withKey && isOfKey(option)) continue
    const called = namesOf(option, names)
    for (const name of called) {
      const value = fields[READERS[option] ?? 'text'](name)
      if (value === undefined || config[option] !== undefined) continue
      config[option] = value
      fieldOf[option] = name
    }
    if (needs.includes(option)) fields.need(called[0] ?? option, config[option])
  }
  return { config: config as unknown as ProfileConfig, fieldOf }
}

/** The fields that a new profile of the type has empty, where it needs a key; else none. */
export function keyFieldsOf(type: ProfileConfig['type'], names: FieldNames): readonly string[] {
  const { needs, takes } = optionsOf(type)
  return needs.includes('accessKeyId') ? [...needs, ...takes.filter(isOfKey)].flatMap((option) => namesOf(option, names)) : []
}

function optionsOf(type: ProfileConfig['type']): Required<Kind<ProfileConfig>> {
  return { needs: [], takes: [], ...KINDS[type] }
}

function isOfKey(option: Option): boolean {
  return READERS[option] === 'secret'
}

function namesOf(option: Option, names: FieldNames): readonly string[] {
  return names[option] ?? [option.replace(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`)]
}
