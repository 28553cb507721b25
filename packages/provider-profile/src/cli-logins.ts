import { type CredentialProvider, type Credentials, CredentialsError, cached } from '@x/credentials-core'
// By the public name: they are there already.
import { type FromOAuthOptions, fromCloudSso, fromOAuth } from '@x/provider-profile'
import { lockLogin } from '#system'
import { checkAllowed } from './check-allowed.ts'
import type { CliProfile } from './cli-file.ts'
import type { CliSubject } from './cli-plan.ts'
import type { CliFields } from './edit-cli-profile.ts'
import { processSource } from './from-process.ts'
import type { OAuthLogin } from './oauth-login.ts'
import type { OptionPlace } from './of-profile.ts'
import { type ProfileFields, profileFields } from './profile-fields.ts'
import { type ProfilePlan, planOf } from './profile-plan.ts'

/** A profile whose credentials a program prints. */
export function planExternal(subject: CliSubject): ProfilePlan {
  const { context, name, fields } = subject
  const { env, platform, runProcess, refresh } = context.options
  const { kind, openToAll, shown, field } = context.file
  const { provider } = kind
  const command = fields.needText('process_command')
  if (openToAll) {
    const problem = `Any user may write to ${shown}, which names a program to run.`
    throw new CredentialsError(problem, { code: 'ERR_FILE_ACCESS', provider, field, hint: `Run chmod 600 ${shown}.` })
  }
  checkAllowed(env, provider)
  const make = (): CredentialProvider => {
    const run = processSource({ command, env, platform, runProcess })
    return cached(
      async (asked) => {
        const given = await run(asked)
        await context.save(name, () => keyFields(given))
        return given
      },
      { timeout: 90_000, ...refresh, name: 'external' },
    )
  }
  return planOf(JSON.stringify(['external', command]), make, placeOf(subject, { command: 'process_command' }))
}

const CLOUD_SSO_FIELDS = {
  signInUrl: 'cloud_sso_sign_in_url',
  accountId: 'cloud_sso_account_id',
  accessConfig: 'cloud_sso_access_config',
  accessToken: 'access_token',
  accessTokenExpire: 'cloud_sso_access_token_expire',
} as const

/** A profile with a login by CloudSSO. */
export function planCloudSso(subject: CliSubject): ProfilePlan {
  const { needText, secret, number } = subject.fields
  const { signInUrl, accountId, accessConfig, accessToken, accessTokenExpire } = CLOUD_SSO_FIELDS
  const login = {
    signInUrl: needText(signInUrl),
    accountId: needText(accountId),
    accessConfig: needText(accessConfig),
    accessToken: secret(accessToken) ?? '',
    accessTokenExpire: number(accessTokenExpire),
  }
  if (!login.accessToken) throw loginNeeded(subject, accessToken, 'CloudSSO')
  const make = (): CredentialProvider => fromCloudSso({ ...login, ...serviceOptions(subject) })
  return planOf(JSON.stringify(['cloud_sso', login]), make, placeOf(subject, CLOUD_SSO_FIELDS))
}

const OAUTH_FIELDS = {
  accessToken: 'oauth_access_token',
  accessTokenExpire: 'oauth_access_token_expire',
  refreshToken: 'oauth_refresh_token',
}

/** A profile with a login by browser. */
export function planOAuth(subject: CliSubject): ProfilePlan {
  const { context, name, fields } = subject
  const { file } = context
  // One official library takes a missing site for the Chinese one.
  const siteType = (fields.text('oauth_site_type') ?? 'CN').toUpperCase()
  if (siteType !== 'CN' && siteType !== 'INTL') throw fields.fail('oauth_site_type', 'is not known', 'Use CN or INTL.')
  const login = readLogin(fields)
  if (!login.accessToken && !login.refreshToken) throw loginNeeded(subject, 'oauth_access_token', 'OAuth')
  const { refresh, ...service } = serviceOptions(subject)
  const make = (): CredentialProvider =>
    fromOAuth({
      ...login,
      siteType,
      ...service,
      // Writing may have to wait for other processes.
      refresh: { timeout: 90_000, ...refresh },
      readLogin: async () => {
        const now = (await context.reload()).profiles.get(name)
        return now ? readLogin(profileFields(file, name, now, context.warn)) : {}
      },
      withLock: (work) => withLock(subject, work),
      ...loginKeeper(subject),
    })
  // Not the tokens: they change whenever they are used.
  return planOf(JSON.stringify(['oauth', file.path, name, siteType]), make, placeOf(subject, OAUTH_FIELDS))
}

/** Where the options of a profile's provider come from. */
export function placeOf({ context: { file }, name }: CliSubject, fieldOf: Readonly<Record<string, string>> = {}): OptionPlace {
  return { provider: file.kind.provider, label: `${name} of ${file.shown}`, fieldOf }
}

async function withLock({ context: { options, file } }: CliSubject, work: () => Promise<void>): Promise<void> {
  const { readFile, updateFile } = options
  const lock = options.lockLogin ?? (readFile || updateFile ? undefined : lockLogin)
  return lock ? lock(file.path, work) : work()
}

/**
 * Writes a renewed login at once, and the credentials that it gave. A file that has just refused the login, perhaps after a long wait, is not
 * asked again for the same credentials; the login is written with the next ones.
 */
function loginKeeper({ context: { save }, name }: CliSubject): Required<Pick<FromOAuthOptions, 'saveLogin' | 'saveCredentials'>> {
  let unsaved: { readonly next: OAuthLogin; readonly before: OAuthLogin } | undefined
  let isRefused = false

  async function write(given?: Credentials): Promise<boolean> {
    const writing = unsaved
    const isSaved = await save(name, (now) => ({
      ...(writing && !isOvertaken(writing.next, writing.before, now) && loginFields(writing.next)),
      ...(given && keyFields(given)),
    }))
    if (isSaved && unsaved === writing) unsaved = undefined
    return isSaved
  }

  return {
    async saveLogin(next, before) {
      unsaved = { next, before: unsaved?.before ?? before }
      isRefused = !(await write())
    },
    async saveCredentials(given) {
      if (!isRefused) await write(given)
      isRefused = false
    },
  }
}

function serviceOptions({ context }: CliSubject): Pick<typeof context.options, 'fetch' | 'env' | 'timeout' | 'connectTimeout' | 'refresh'> {
  const { fetch, env, timeout, connectTimeout, refresh } = context.options
  return { fetch, env, timeout, connectTimeout, refresh }
}

function readLogin({ secret, number }: ProfileFields): OAuthLogin {
  return {
    accessToken: secret('oauth_access_token'),
    accessTokenExpire: number('oauth_access_token_expire'),
    refreshToken: secret('oauth_refresh_token'),
  }
}

/** Whether another process was here: what it got later is worth more than ours (R59). */
function isOvertaken(next: OAuthLogin, before: OAuthLogin, now: CliProfile): boolean {
  const moved = (now.oauth_refresh_token ?? '') !== (before.refreshToken ?? '')
  return moved && Number(now.oauth_access_token_expire ?? 0) > (next.accessTokenExpire ?? 0)
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

function loginNeeded({ context, name }: CliSubject, field: string, mode: string): CredentialsError {
  return new CredentialsError(`The profile ${name} of ${context.file.shown} has no login.`, {
    code: 'ERR_CREDENTIALS_LOGIN_REQUIRED',
    provider: context.file.kind.provider,
    field,
    hint: `Run aliyun configure --mode ${mode} --profile ${name}.`,
  })
}
