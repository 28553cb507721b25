import { CredentialsError, cached } from '@x/credentials-core'
import { checkAllowed } from './check-allowed.ts'
import type { CliFile, CliProfile } from './cli-file.ts'
import { placeOf, planCloudSso, planExternal, planOAuth } from './cli-logins.ts'
import type { CliFields } from './edit-cli-profile.ts'
import type { FromCliProfileOptions } from './from-cli-profile.ts'
import type { ProfileConfig } from './profile-config.ts'
import { type ProfileFields, profileFields } from './profile-fields.ts'
import type { ProfileFile } from './profile-file.ts'
import { type FieldNames, keyFieldsOf, readConfig } from './profile-kinds.ts'
import { type ProfilePlan, planConfig, planOf } from './profile-plan.ts'
import type { Warn } from './profile-warning.ts'

/** All that the plan of a profile is made from. */
export interface CliPlanContext {
  readonly options: FromCliProfileOptions
  readonly file: ProfileFile
  readonly cli: CliFile
  readonly warn: Warn
  /** Reads the file again. */
  readonly reload: () => Promise<CliFile>
  /** Writes fields of a profile, and tells whether it could. Never rejects. */
  readonly save: (profile: string, change: (now: CliProfile) => CliFields | undefined) => Promise<boolean>
}

/** One profile of the file. */
export interface CliSubject {
  readonly context: CliPlanContext
  readonly name: string
  readonly fields: ProfileFields
  /** The profiles that led here. */
  readonly above: readonly string[]
}

const NAMES: FieldNames = {
  securityToken: ['sts_token'],
  roleArn: ['ram_role_arn'],
  roleName: ['ram_role_name'],
  disableIMDSv1: [],
  // The command line writes the first name, one of the official libraries reads the second.
  roleSessionName: ['ram_session_name', 'role_session_name'],
  roleSessionExpiration: ['expired_seconds'],
  stsRegionId: ['sts_region'],
  oidcTokenFilePath: ['oidc_token_file'],
  publicKeyId: ['key_pair_name'],
  privateKeyFile: ['private_key'],
}

type Mode = ProfileConfig['type'] | ((subject: CliSubject) => ProfilePlan)

/** Each mode is a type of config, or has a plan of its own. */
const MODES: Readonly<Record<string, Mode>> = {
  AK: 'access_key',
  StsToken: 'sts',
  RamRoleArn: 'ram_role_arn',
  EcsRamRole: 'ecs_ram_role',
  OIDC: 'oidc_role_arn',
  ChainableRamRoleArn: (subject) => planType('ram_role_arn', subject, planSource(subject)),
  RamRoleArnWithRoleName: (subject) => planType('ram_role_arn', subject, planType('ecs_ram_role', subject)),
  RsaKeyPair: 'rsa_key_pair',
  External: planExternal,
  CredentialsURI: (subject) => {
    checkAllowed(subject.context.options.env, subject.context.file.kind.provider)
    return planType('credentials_uri', subject)
  },
  CloudSSO: planCloudSso,
  OAuth: planOAuth,
  BearerToken: 'bearer',
  Anonymous: (subject) => {
    const { refresh } = subject.context.options
    return planOf('anonymous', () => cached(async () => ({ type: 'anonymous' }), { ...refresh, name: 'anonymous' }), placeOf(subject))
  },
}

/** As many profiles may follow one another as sources. */
const LONGEST = 8

/**
 * What a profile asks for. A profile that takes its key from another is followed, so that circles are found before anything is asked (R41).
 *
 * @param above - The profiles that led here.
 */
export function planCliProfile(context: CliPlanContext, name: string, profile: CliProfile, above: readonly string[] = []): ProfilePlan {
  const fields = profileFields(context.file, name, withoutBreaks(profile), context.warn)
  const supported = `Use one of ${Object.keys(MODES).join(', ')}.`
  const mode = modeOf(fields.needText('mode', supported))
  if (mode === undefined) throw fields.fail('mode', 'is not supported', supported)
  const subject = { context, name, fields, above }
  return typeof mode === 'string' ? planType(mode, subject) : mode(subject)
}

/** A new file of the command line holds a profile with empty keys: nothing is configured. */
export function isBlank(profile: CliProfile): boolean {
  const mode = typeof profile.mode === 'string' ? modeOf(profile.mode) : undefined
  const needed = typeof mode === 'string' ? keyFieldsOf(mode, NAMES) : []
  return needed.length > 0 && needed.every((field) => (profile[field] ?? '') === '')
}

function modeOf(name: string): Mode | undefined {
  return Object.entries(MODES).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1]
}

/** The official command line strips these from a bearer token, too. */
function withoutBreaks(profile: CliProfile): CliProfile {
  const { bearer_token } = profile
  return typeof bearer_token === 'string' ? { ...profile, bearer_token: bearer_token.replace(/[\r\n\0]/g, '') } : profile
}

/** The plan of a config; `source`, if given, is the plan of who assumes the role. */
function planType(type: ProfileConfig['type'], subject: CliSubject, source?: ProfilePlan): ProfilePlan {
  const { context, fields } = subject
  return planConfig(context.options.create, readConfig(type, fields, NAMES, !source), placeOf(subject), source)
}

function planSource({ context, name, fields, above }: CliSubject): ProfilePlan {
  const field = 'source_profile'
  const source = fields.needText(field)
  const path = [...above, name]
  const profile = context.cli.profiles.get(source)
  if (!profile) throw fields.fail(field, 'is not in the file', 'Name a profile of the file.')
  const problem = path.includes(source) ? 'leads back to itself' : path.length >= LONGEST ? `is longer than ${LONGEST} profiles` : undefined
  if (problem) {
    throw new CredentialsError(`The chain of profiles ${[...path, source].join(' → ')} of ${context.file.shown} ${problem}.`, {
      code: 'ERR_PROFILE_CYCLE',
      provider: context.file.kind.provider,
      field,
      hint: `Change ${field} in one of them.`,
    })
  }
  return planCliProfile(context, source, profile, path)
}
