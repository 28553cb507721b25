/**
 * What makes a provider of any type, so it needs all of them. The default chain loads it when a profile asks for a type, and not before: it
 * makes its own few links itself.
 */
export { createProfileProvider } from './profile-provider.ts'
export { providerOf } from './provider-of.ts'
