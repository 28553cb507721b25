import type { CacheOptions, CredentialProvider, Environment, FetchLike, ReadFile } from '@x/credentials-core'
import type { fromCliProfile, fromProfile, OnWarning } from '@x/provider-profile'
import type { Config } from './config.ts'

/** What the links that read files of the user are made from. */
interface FileLinkOptions {
  readonly env?: Environment | undefined
  readonly home?: string | undefined
  readonly platform?: string | undefined
  readonly profile?: string | undefined
  readonly enableDefault?: boolean | undefined
  readonly readFile?: ReadFile | undefined
  readonly fetch?: FetchLike | undefined
  readonly refresh?: CacheOptions | undefined
  readonly create: (config: Config) => CredentialProvider
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
  return ({ enableDefault, fetch, ...common }) => {
    const cli = { ...common, fetch }
    const ini = { ...common, enableDefault }
    const cliFirst = [fromCliProfile(cli), fromProfile({ ...ini, missingProfile: 'stop' })]
    const iniFirst = [fromProfile(ini), fromCliProfile({ ...cli, missingProfile: 'stop' })]
    return { inOrder: (isIniFirst) => (isIniFirst ? iniFirst : cliFirst) }
  }
}
