import {
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  isAlibabaCloudError,
  type ResolveOptions,
  withName,
} from '@x/credentials-core'
import { openProfileFile, type ProfileFile } from './profile-file.ts'
import type { ProfileFileKind } from './profile-file-kind.ts'
import type { ProfileFileOptions } from './profile-options.ts'
import type { LabelledPlan } from './profile-plan.ts'
import { type Warn, warnOnce } from './profile-warning.ts'

/**
 * The provider of a file. The file is read again whenever credentials are refreshed, and the provider that it asks for is made anew only when
 * it asks for another.
 *
 * @param load - Reads what the file says.
 */
export function profileProvider(
  kind: ProfileFileKind,
  options: ProfileFileOptions,
  load: (file: ProfileFile, warn: Warn) => Promise<LabelledPlan>,
): CredentialProvider {
  const name = kind.provider
  const warn = warnOnce(name, options.onWarning)
  let known: { readonly key: string; readonly provider: CredentialProvider } | undefined

  async function source(asked?: ResolveOptions): Promise<Credentials> {
    const { label, plan } = await load(await openProfileFile(kind, options, warn), warn)
    asked?.signal?.throwIfAborted()
    try {
      if (known?.key !== plan.key) known = { key: plan.key, provider: withName(name, plan.build()) }
      return await known.provider(asked)
    } catch (error) {
      if (asked?.signal?.aborted) throw error
      throw ofProfile(error, name, label)
    }
  }
  // A program may take a minute, and says itself when it takes too long.
  return cached(source, { timeout: 90_000, ...options.refresh, name })
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
