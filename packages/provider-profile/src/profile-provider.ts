import { type CredentialProvider, type Credentials, cached, type ResolveOptions, withName } from '@x/credentials-core'
import { ofProfile } from './of-profile.ts'
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
      throw ofProfile(plan.explain(error), { provider: name, label, fieldOf: {} })
    }
  }
  // A program may take a minute, and says itself when it takes too long.
  return cached(source, { timeout: 90_000, ...options.refresh, name })
}
