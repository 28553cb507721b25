import { CredentialsError, cached } from '@x/credentials-core'
import { checkAllowed } from './check-allowed.ts'
import type { CliProfile } from './cli-file.ts'
import type { CliSubject } from './cli-plan.ts'
import type { CliFields } from './edit-cli-profile.ts'
import { fromCloudSso } from './from-cloud-sso.ts'
import { fromOAuth, type OAuthLogin } from './from-oauth.ts'
import { processSource } from './from-process.ts'
import { type ProfileFields, profileFields } from './profile-fields.ts'
import type { ProfilePlan } from './profile-plan.ts'

/** A profile whose credentials a program prints. */
export function planExternal({ context, name, fields }: CliSubject): ProfilePlan {
  const { env, platform, runProcess, refresh } = context.options
  const { kind, openToAll, shown, field } = context.file
  const { provider } = kind
  const command = fields.needText('process_command')
  if (openToAll) {
    const problem = `Any user may write to ${shown}, which names a program to run.`
    throw new CredentialsError(problem, { code: 'ERR_FILE_ACCESS', provider, field, hint: `Run chmod 600 ${shown}.` })
  }
  checkAllowed(env, provider)
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

/** A profile with a login by CloudSSO. */
export function planCloudSso(subject: CliSubject): ProfilePlan {
  const { needText, secret, number } = subject.fields
  const login = {
    signInUrl: needText('cloud_sso_sign_in_url'),
    accountId: needText('cloud_sso_account_id'),
    accessConfig: needText('cloud_sso_access_config'),
    accessToken: secret('access_token') ?? '',
    accessTokenExpire: number('cloud_sso_access_token_expire'),
  }
  if (!login.accessToken) throw loginNeeded(subject, 'access_token', 'CloudSSO')
  return { key: JSON.stringify(['cloud_sso', login]), build: () => fromCloudSso({ ...login, ...serviceOptions(subject) }) }
}

/** A profile with a login by browser. */
export function planOAuth(subject: CliSubject): ProfilePlan {
  const { context, name, fields } = subject
  const { file, save } = context
  // One official library takes a missing site for the Chinese one.
  const siteType = (fields.text('oauth_site_type') ?? 'CN').toUpperCase()
  if (siteType !== 'CN' && siteType !== 'INTL') throw fields.fail('oauth_site_type', 'is not known', 'Use CN or INTL.')
  const login = readLogin(fields)
  if (!login.accessToken && !login.refreshToken) throw loginNeeded(subject, 'oauth_access_token', 'OAuth')
  const { refresh, ...service } = serviceOptions(subject)
  return {
    // Not the tokens: they change whenever they are used.
    key: JSON.stringify(['oauth', file.path, name, siteType]),
    build: () =>
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
        saveLogin: (next, before) => save(name, (now) => (isOvertaken(next, before, now) ? undefined : loginFields(next))),
        saveCredentials: (given) => save(name, () => keyFields(given)),
      }),
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
