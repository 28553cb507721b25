import { CredentialsError, cached } from '@x/credentials-core'
import { CLI_FILE, type CliFile, type CliProfile } from './cli-file.ts'
import type { CliFields } from './edit-cli-profile.ts'
import type { FromCliProfileOptions } from './from-cli-profile.ts'
import { fromCloudSso } from './from-cloud-sso.ts'
import { fromOAuth, type OAuthLogin } from './from-oauth.ts'
import { checkAllowed, processSource } from './from-process.ts'
import type { ProfileConfig, RamRoleArnProfile, StsPlace } from './profile-config.ts'
import { type ProfileFields, profileFields } from './profile-fields.ts'
import type { ProfileFile } from './profile-file.ts'
import { type ProfilePlan, planConfig } from './profile-plan.ts'
import type { Warn } from './profile-warning.ts'

/** All that the plan of a profile is made from. */
export interface CliPlanContext {
  readonly options: FromCliProfileOptions
  readonly file: ProfileFile
  readonly cli: CliFile
  readonly warn: Warn
  /** Reads the file again. */
  readonly reload: () => Promise<CliFile>
  /** Writes fields of a profile. Never rejects. */
  readonly save: (profile: string, change: (now: CliProfile) => CliFields | undefined) => Promise<void>
}

/** As many profiles may follow one another as sources. */
const LONGEST = 8

/**
 * What a profile asks for. A profile that takes its key from another is followed, so that circles are found before anything is asked (R41).
 *
 * @param above - The profiles that led here.
 */
export function planCliProfile(context: CliPlanContext, name: string, profile: CliProfile, above: readonly string[] = []): ProfilePlan {
  const { options, file, warn } = context
  const fields = profileFields(CLI_FILE, file, name, profile, warn)
  const { text, need, secret, needSecret, number, fail } = fields
  const plan = (config: ProfileConfig, source?: ProfilePlan): ProfilePlan => planConfig(options.create, config, source)
  const mode = text('mode')
  if (mode === undefined) throw fail('mode', 'has no mode', SUPPORTED)
  switch (mode.toLowerCase()) {
    case 'ak':
      return plan({ type: 'access_key', accessKeyId: needSecret('access_key_id'), accessKeySecret: needSecret('access_key_secret') })
    case 'ststoken':
      return plan({
        type: 'sts',
        accessKeyId: needSecret('access_key_id'),
        accessKeySecret: needSecret('access_key_secret'),
        securityToken: needSecret('sts_token'),
      })
    case 'ramrolearn':
      return plan({
        ...readRole(fields),
        accessKeyId: needSecret('access_key_id'),
        accessKeySecret: needSecret('access_key_secret'),
        securityToken: secret('sts_token'),
      })
    case 'chainableramrolearn':
      return plan(readRole(fields), planSource(context, name, fields, above))
    case 'ramrolearnwithrolename':
      return plan(readRole(fields), plan({ type: 'ecs_ram_role', roleName: text('ram_role_name') }))
    case 'ecsramrole':
      return plan({ type: 'ecs_ram_role', roleName: text('ram_role_name') })
    case 'oidc':
      return plan({
        type: 'oidc_role_arn',
        roleArn: text('ram_role_arn'),
        oidcProviderArn: text('oidc_provider_arn'),
        oidcTokenFilePath: fields.path('oidc_token_file'),
        roleSessionName: readSessionName(fields),
        roleSessionExpiration: number('expired_seconds'),
        policy: text('policy'),
        ...readPlace(fields),
      })
    case 'rsakeypair':
      return plan({
        type: 'rsa_key_pair',
        publicKeyId: need('key_pair_name'),
        privateKeyFile: fields.needPath('private_key'),
        roleSessionExpiration: number('expired_seconds'),
        ...readPlace(fields),
      })
    case 'credentialsuri':
      checkAllowed(options.env, CLI_FILE.provider)
      return plan({ type: 'credentials_uri', credentialsURI: text('credentials_uri') })
    case 'bearertoken': {
      // The official command line strips these, too.
      const token = profile.bearer_token
      const stripped = typeof token === 'string' ? token.replace(/[\r\n\0]/g, '') : token
      const cleaned = profileFields(CLI_FILE, file, name, { bearer_token: stripped }, warn)
      return plan({ type: 'bearer', bearerToken: cleaned.needSecret('bearer_token') })
    }
    case 'anonymous':
      return { key: 'anonymous', build: () => cached(async () => ({ type: 'anonymous' }), { ...options.refresh, name: 'anonymous' }) }
    case 'external':
      return planExternal(context, name, fields)
    case 'cloudsso':
      return planCloudSso(context, name, fields)
    case 'oauth':
      return planOAuth(context, name, profile, fields)
    default:
      throw fail('mode', 'has a mode that is not supported', SUPPORTED)
  }
}

const SUPPORTED =
  'Use one of AK, StsToken, RamRoleArn, EcsRamRole, OIDC, ChainableRamRoleArn, RamRoleArnWithRoleName, RsaKeyPair, External, CredentialsURI, CloudSSO, OAuth, BearerToken, Anonymous.'

/** A new file of the command line holds a profile with empty keys: nothing is configured. */
export function isBlank(profile: CliProfile): boolean {
  const { mode } = profile
  const fields = typeof mode === 'string' ? KEY_FIELDS[mode.toLowerCase()] : undefined
  return fields?.every((field) => (profile[field] ?? '') === '') ?? false
}

const KEY_FIELDS: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  ak: ['access_key_id', 'access_key_secret'],
  ststoken: ['access_key_id', 'access_key_secret', 'sts_token'],
  ramrolearn: ['access_key_id', 'access_key_secret', 'sts_token', 'ram_role_arn'],
})

function readRole(fields: ProfileFields): RamRoleArnProfile {
  return {
    type: 'ram_role_arn',
    roleArn: fields.need('ram_role_arn'),
    roleSessionName: readSessionName(fields),
    roleSessionExpiration: fields.number('expired_seconds'),
    policy: fields.text('policy'),
    externalId: fields.text('external_id'),
    ...readPlace(fields),
  }
}

/** The command line writes the first name, one of the official libraries reads the second. */
function readSessionName({ text }: ProfileFields): string | undefined {
  return text('ram_session_name') ?? text('role_session_name')
}

function readPlace({ text, flag }: ProfileFields): StsPlace {
  return { stsEndpoint: text('sts_endpoint'), stsRegionId: text('sts_region'), enableVpc: flag('enable_vpc') }
}

function planSource(context: CliPlanContext, name: string, { need, fail }: ProfileFields, above: readonly string[]): ProfilePlan {
  const source = need('source_profile')
  const path = [...above, name]
  const profile = context.cli.profiles.get(source)
  if (!profile) throw fail('source_profile', 'has a source_profile that is not in the file', 'Name a profile of the file.')
  const problem = path.includes(source) ? 'leads back to itself' : path.length >= LONGEST ? `is longer than ${LONGEST} profiles` : undefined
  if (problem) {
    throw new CredentialsError(`The chain of profiles ${[...path, source].join(' → ')} of ${context.file.shown} ${problem}.`, {
      code: 'ERR_PROFILE_CYCLE',
      provider: CLI_FILE.provider,
      field: 'source_profile',
      hint: 'Change source_profile in one of them.',
    })
  }
  return planCliProfile(context, source, profile, path)
}

function planExternal(context: CliPlanContext, name: string, { need }: ProfileFields): ProfilePlan {
  const { env, platform, runProcess, refresh } = context.options
  const command = need('process_command')
  if (context.file.openToAll) {
    throw new CredentialsError(`Any user may write to ${context.file.shown}, which names a program to run.`, {
      code: 'ERR_FILE_ACCESS',
      provider: CLI_FILE.provider,
      field: context.file.field,
      hint: `Run chmod 600 ${context.file.shown}.`,
    })
  }
  checkAllowed(env, CLI_FILE.provider)
  return {
    key: JSON.stringify(['external', command]),
    build: () => {
      const run = processSource({ command, env, platform, runProcess })
      return cached(
        async (asked) => {
          const given = await run(asked)
          await context.save(name, () => keyFields(given))
          return given
        },
        { timeout: 90_000, ...refresh, name: 'external' },
      )
    },
  }
}

function planCloudSso(context: CliPlanContext, name: string, { text, need, secret, number }: ProfileFields): ProfilePlan {
  const { fetch, env, timeout, connectTimeout, refresh } = context.options
  const login = {
    signInUrl: need('cloud_sso_sign_in_url'),
    accountId: need('cloud_sso_account_id'),
    accessConfig: need('cloud_sso_access_config'),
    accessToken: text('access_token') && secret('access_token'),
    accessTokenExpire: number('cloud_sso_access_token_expire'),
  }
  const { accessToken } = login
  if (accessToken === undefined) throw loginNeeded(context, name, 'access_token', `aliyun configure --mode CloudSSO --profile ${name}`)
  return {
    key: JSON.stringify(['cloud_sso', login]),
    build: () => fromCloudSso({ ...login, accessToken, fetch, env, timeout, connectTimeout, refresh }),
  }
}

function planOAuth(context: CliPlanContext, name: string, profile: CliProfile, { text, fail }: ProfileFields): ProfilePlan {
  const { fetch, env, timeout, connectTimeout, refresh } = context.options
  // One official library takes a missing site for the Chinese one.
  const siteType = (text('oauth_site_type') ?? 'CN').toUpperCase()
  if (siteType !== 'CN' && siteType !== 'INTL') throw fail('oauth_site_type', 'has an oauth_site_type that is not known', 'Use CN or INTL.')
  const login = readLogin(context, name, profile)
  if (!login.accessToken && !login.refreshToken) {
    throw loginNeeded(context, name, 'oauth_access_token', `aliyun configure --mode OAuth --profile ${name}`)
  }
  return {
    // Not the tokens: they change whenever they are used.
    key: JSON.stringify(['oauth', context.file.path, name, siteType]),
    build: () =>
      fromOAuth({
        ...login,
        siteType,
        fetch,
        env,
        timeout,
        connectTimeout,
        // Writing may have to wait for other processes.
        refresh: { timeout: 90_000, ...refresh },
        readLogin: async () => {
          const now = (await context.reload()).profiles.get(name)
          return now ? readLogin(context, name, now) : {}
        },
        saveLogin: (next, before) =>
          context.save(name, (now) => {
            // Another process was here: what it got later is worth more than ours (R59).
            const theirs = Number(now.oauth_access_token_expire ?? 0)
            const moved = (now.oauth_refresh_token ?? '') !== (before.refreshToken ?? '')
            return moved && theirs > (next.accessTokenExpire ?? 0) ? undefined : loginFields(next)
          }),
        saveCredentials: (given) => context.save(name, () => keyFields(given)),
      }),
  }
}

function readLogin({ file, warn }: CliPlanContext, name: string, profile: CliProfile): OAuthLogin {
  const { secret, number } = profileFields(CLI_FILE, file, name, profile, warn)
  return {
    accessToken: secret('oauth_access_token'),
    accessTokenExpire: number('oauth_access_token_expire'),
    refreshToken: secret('oauth_refresh_token'),
  }
}

function loginFields({ accessToken = '', accessTokenExpire = 0, refreshToken = '' }: OAuthLogin): CliFields {
  return {
    oauth_access_token: accessToken,
    oauth_access_token_expire: accessTokenExpire,
    ...(refreshToken && { oauth_refresh_token: refreshToken }),
  }
}

/** What the official command line keeps of credentials, the end in seconds and 5 s early. */
function keyFields(given: {
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  readonly securityToken?: string | undefined
  readonly expiration?: Date | undefined
}): CliFields {
  const { accessKeyId = '', accessKeySecret = '', securityToken = '', expiration } = given
  return {
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    sts_token: securityToken,
    sts_expiration: expiration ? Math.floor(expiration.getTime() / 1000) - 5 : 0,
  }
}

function loginNeeded({ file }: CliPlanContext, name: string, field: string, command: string): CredentialsError {
  return new CredentialsError(`The profile ${name} of ${file.shown} has no login.`, {
    code: 'ERR_CREDENTIALS_LOGIN_REQUIRED',
    provider: CLI_FILE.provider,
    field,
    hint: `Run ${command}.`,
  })
}
