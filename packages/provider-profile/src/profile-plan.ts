import { type CredentialLike, type CredentialProvider, toProvider } from '@x/credentials-core'
import type { ProfileConfig } from './profile-config.ts'

/** What a profile asks for, before anything is made of it. */
export interface ProfilePlan {
  /** Equal for plans that ask for the same. It can hold secrets. */
  readonly key: string
  readonly build: () => CredentialProvider
}

/** A plan, and what errors call its profile. */
export interface LabelledPlan {
  readonly label: string
  readonly plan: ProfilePlan
}

/** The plan of a config; `source`, if given, is the plan of who assumes the role. */
export function planConfig(create: (config: ProfileConfig) => CredentialLike, config: ProfileConfig, source?: ProfilePlan): ProfilePlan {
  return {
    key: JSON.stringify([config, source?.key]),
    build: () => toProvider(create(source && config.type === 'ram_role_arn' ? { ...config, credential: source.build() } : config)),
  }
}
