import { type CredentialProvider, loadProviderPart, type ReadFile } from '@x/credentials-core'
import type { FromProfileOptions, fromCliProfile, fromProfile, OnWarning } from '@x/provider-profile'
import type { Places } from './places.ts'

/** What the links that read files of the user are made from. */
interface FileLinkOptions {
  readonly places: Places
  readonly platform?: string | undefined
  readonly profile?: string | undefined
  readonly enableDefault?: boolean | undefined
  /** Reads the files of profiles. Default: that of `@x/provider-profile`. */
  readonly readFile?: ReadFile | undefined
  readonly onWarning: OnWarning
}

/** The two links that read files: the command line's config file, and the ini file. */
interface FileLinks {
  /**
   * In the order in which they are asked. When a profile was named, the last of the two has the last word: if neither file has it, the chain
   * ends there, because the user meant that profile and no other identity.
   */
  inOrder(iniFirst: boolean): readonly CredentialProvider[]
}

/** Makes the links; none where there are no files. */
export type CreateFileLinks = (options: FileLinkOptions) => FileLinks

/** The two factories, of the entry of `@x/provider-profile` that suits the runtime. */
interface ProfileFactories {
  readonly fromCliProfile: typeof fromCliProfile
  readonly fromProfile: typeof fromProfile
}

/** The links that read files. Nothing is read before the first call. */
export function fileLinksBy({ fromCliProfile, fromProfile }: ProfileFactories): CreateFileLinks {
  return ({ places, enableDefault, ...given }) => {
    const { env, home, fetch, refresh } = places
    const create: FromProfileOptions['create'] = async (config) =>
      (await loadProviderPart(config.type, () => import('#providers'))).createProfileProvider(config, places)
    const common = { ...given, env, home, refresh, create }
    const cli = { ...common, fetch }
    const ini = { ...common, enableDefault }
    const cliFirst = [fromCliProfile(cli), fromProfile({ ...ini, missingProfile: 'stop' })]
    const iniFirst = [fromProfile(ini), fromCliProfile({ ...cli, missingProfile: 'stop' })]
    return { inOrder: (isIniFirst) => (isIniFirst ? iniFirst : cliFirst) }
  }
}
