import {
  type CacheOptions,
  type CredentialLike,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  createCredentials,
  exposeCredentials,
  isAlibabaCloudError,
  type ResolveOptions,
  toProvider,
} from '@x/credentials-core'
import type { ProfileConfig } from './profile-config.ts'

/** What a profile asks for, before anything is made of it. */
export interface ProfilePlan {
  /** Equal for plans that ask for the same. It can hold secrets. */
  readonly key: string
  readonly build: () => CredentialProvider
}

/** The plan of a config; `source`, if given, is the plan of who assumes the role. */
export function planConfig(create: (config: ProfileConfig) => CredentialLike, config: ProfileConfig, source?: ProfilePlan): ProfilePlan {
  return {
    key: JSON.stringify([config, source?.key]),
    build: () => toProvider(create(source && config.type === 'ram_role_arn' ? { ...config, credential: source.build() } : config)),
  }
}

/**
 * The provider of a file. The file is read again whenever credentials are refreshed, and the provider that it asks for is made anew only when
 * it asks for another.
 *
 * @param load - Reads the file; `label` is what errors call the profile.
 */
export function profileProvider(
  name: string,
  load: () => Promise<{ readonly label: string; readonly plan: ProfilePlan }>,
  refresh: CacheOptions | undefined,
): CredentialProvider {
  let known: { readonly key: string; readonly provider: CredentialProvider } | undefined

  async function source(asked?: ResolveOptions): Promise<Credentials> {
    const { label, plan } = await load()
    asked?.signal?.throwIfAborted()
    try {
      if (known?.key !== plan.key) known = { key: plan.key, provider: plan.build() }
      const given = await known.provider(asked)
      return createCredentials({ ...exposeCredentials(given), providerName: `${name}/${given.providerName}` })
    } catch (error) {
      if (asked?.signal?.aborted) throw error
      throw ofProfile(error, name, label)
    }
  }
  // A program may take a minute, and says itself when it takes too long.
  return cached(source, { timeout: 90_000, ...refresh, name })
}

/**
 * A wrong value is told with the profile that holds it. And a profile that is there is configured: that its source has nothing must not send a
 * chain on to another identity (R34).
 */
function ofProfile(error: unknown, provider: string, label: string): unknown {
  if (!isAlibabaCloudError(error)) return error
  const { code, hint, field, retryable, attempts, skippable } = error as CredentialsError
  if (!skippable && (code !== 'ERR_INVALID_OPTION' || 'provider' in error)) return error
  const said = error.message.replace(hint, '').trim()
  return new CredentialsError(`The profile ${label} cannot be used: ${said}`, {
    code,
    provider,
    field,
    hint,
    retryable,
    attempts,
    cause: error,
  })
}
