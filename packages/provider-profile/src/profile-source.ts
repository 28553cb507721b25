import { type CredentialProvider, type CredentialSource, type Credentials, withName } from '@x/credentials-core'
import { ofProfile } from './of-profile.ts'
import { openProfileFile, type ProfileFile } from './profile-file.ts'
import type { ProfileFileKind } from './profile-file-kind.ts'
import type { ProfileFileOptions } from './profile-options.ts'
import type { LabelledPlan } from './profile-plan.ts'
import { type Warn, warnOnce } from './profile-warning.ts'

/**
 * Reads the credentials of a profile. The file is read again at each call, and the provider that it asks for is made anew only when it asks for
 * another.
 *
 * @param load - Reads what the file says.
 */
export function profileSource(
  kind: ProfileFileKind,
  options: ProfileFileOptions,
  load: (file: ProfileFile, warn: Warn) => Promise<LabelledPlan>,
): CredentialSource {
  const name = kind.provider
  const warn = warnOnce(name, options.onWarning)
  let known: { readonly key: string; readonly provider: CredentialProvider } | undefined

  return async (asked): Promise<Credentials> => {
    const { label, plan } = await load(await openProfileFile(kind, options, warn), warn)
    asked?.signal?.throwIfAborted()
    try {
      if (known?.key !== plan.key) {
        const provider = await plan.build()
        // Nobody waits for this call any more: what a later one has made stays.
        asked?.signal?.throwIfAborted()
        known = { key: plan.key, provider: withName(name, provider) }
      }
      return await known.provider(asked)
    } catch (error) {
      if (asked?.signal?.aborted) throw error
      throw ofProfile(plan.explain(error), { provider: name, label, fieldOf: {} })
    }
  }
}
