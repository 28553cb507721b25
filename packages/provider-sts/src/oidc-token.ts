import { parseJsonObject, textProblem } from '@x/credentials-core'

/** What is wrong with an OIDC token, in words that follow its name. Source of the bounds: the reference of AssumeRoleWithOIDC. */
export function oidcTokenProblem(token: string): string | undefined {
  if (token === '') return 'is empty'
  return textProblem(token) ?? (token.length < 4 || token.length > 20_000 ? 'has not 4 to 20000 characters' : undefined)
}

/** The end that a token gives itself, as its claim `exp`; nothing for a token that is no JWT or has no such claim. Its signature is not checked. */
export function oidcTokenExpiry(token: string): Date | undefined {
  const [, claims = ''] = token.split('.')
  try {
    const { exp } = parseJsonObject(atob(claims.replace(/-/g, '+').replace(/_/g, '/')))
    const end = new Date(Number(exp) * 1000)
    return typeof exp === 'number' && !Number.isNaN(end.getTime()) ? end : undefined
  } catch {
    return undefined
  }
}
