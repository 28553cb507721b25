import { addressProblem, invalidOption } from '@x/credentials-core'

/** The origin of an address that tokens are sent to: https, or this machine. */
export function checkEndpoint(address: string, field: string): string {
  const problem = addressProblem(address)
  if (problem) throw invalidOption(field, problem, 'Give one such as https://signin.example.com.')
  return new URL(address).origin
}
