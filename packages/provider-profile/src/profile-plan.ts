import { type CredentialProvider, toProvider } from '@x/credentials-core'
import { type OptionPlace, ofProfile } from './of-profile.ts'
import type { ConfigOfFile } from './profile-kinds.ts'
import type { ProfileFileOptions } from './profile-options.ts'

/** What a profile asks for, before anything is made of it. */
export interface ProfilePlan {
  /** Equal for plans that ask for the same. It can hold secrets. */
  readonly key: string
  readonly build: () => Promise<CredentialProvider>
  /** Tells an error about an option in the words of the file: the profile and the field that it comes from. */
  readonly explain: (error: unknown) => unknown
}

/** A plan, and what errors call its profile. */
export interface LabelledPlan {
  readonly label: string
  readonly plan: ProfilePlan
}

/** The plan of a config; `source`, if given, is the plan of who assumes the role. */
export function planConfig(
  create: ProfileFileOptions['create'],
  { config, fieldOf }: ConfigOfFile,
  profile: Omit<OptionPlace, 'fieldOf'>,
  source?: ProfilePlan,
): ProfilePlan {
  const make = async (): Promise<CredentialProvider> =>
    toProvider(await create(source && config.type === 'ram_role_arn' ? { ...config, credential: await source.build() } : config))
  return planOf(JSON.stringify([config, source?.key]), make, { ...profile, fieldOf }, source)
}

/** A plan that tells wrong values in the words of the file. */
export function planOf(
  key: string,
  make: () => CredentialProvider | Promise<CredentialProvider>,
  place: OptionPlace,
  source?: ProfilePlan,
): ProfilePlan {
  const explain = (error: unknown): unknown => {
    const explained = ofProfile(error, place)
    return explained === error && source ? source.explain(error) : explained
  }
  const build = async (): Promise<CredentialProvider> => {
    try {
      return await make()
    } catch (error) {
      throw ofProfile(error, place)
    }
  }
  return { key, build, explain }
}
