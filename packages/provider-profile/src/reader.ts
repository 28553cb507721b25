import { type CredentialSource, loadProviderPart } from '@x/credentials-core'
import type { FromCliProfileOptions } from './from-cli-profile.ts'
import type { FromProfileOptions } from './from-profile.ts'
import { CLI_FILE, INI_FILE, type ProfileFileKind } from './profile-file-kind.ts'
import { profileSource } from './profile-source.ts'

// What finds and reads a file: loaded at the first call, as a default chain mostly finds keys before. What a text needs loads later still: most
// machines have no file.
const contents = ({ provider }: ProfileFileKind): Promise<typeof import('./contents.ts')> =>
  loadProviderPart(provider, () => import('#contents'))

/** Reads the credentials of a profile in the credentials file. */
export function readIniProfile(options: FromProfileOptions): CredentialSource {
  return profileSource(INI_FILE, options, async (file, warn) => (await contents(INI_FILE)).loadIniProfile(options, file, warn))
}

/** Reads the credentials of a profile in the config file of the command line. */
export function readCliProfile(options: FromCliProfileOptions): CredentialSource {
  return profileSource(CLI_FILE, options, async (file, warn) => (await contents(CLI_FILE)).loadCliProfile(options, file, warn))
}
