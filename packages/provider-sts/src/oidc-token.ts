import { textProblem } from '@x/credentials-core'

/** What is wrong with an OIDC token, in words that follow its name. Source of the bounds: the reference of AssumeRoleWithOIDC. */
export function oidcTokenProblem(token: string): string | undefined {
  if (token === '') return 'is empty'
  return textProblem(token) ?? (token.length < 4 || token.length > 20_000 ? 'has not 4 to 20000 characters' : undefined)
}
