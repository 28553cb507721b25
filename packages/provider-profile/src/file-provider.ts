import { type CredentialProvider, type CredentialSource, cached, loadProviderPart } from '@x/credentials-core'
import type { ProfileFileOptions } from './profile-options.ts'

/** The provider of a file. What reads it is loaded at the first call. */
export function fileProvider(
  name: string,
  { refresh }: ProfileFileOptions,
  create: (reader: typeof import('./reader.ts')) => CredentialSource,
): CredentialProvider {
  let source: CredentialSource | undefined
  return cached(
    async (asked) => {
      const reader = await loadProviderPart(name, () => import('#reader'))
      source ??= create(reader)
      return source(asked)
    },
    // A program may take a minute, and says itself when it takes too long.
    { timeout: 90_000, ...refresh, name },
  )
}
