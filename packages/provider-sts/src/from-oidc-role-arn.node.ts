import type { CredentialProvider, KeyCredentials } from '@x/credentials-core'
import { readFile } from '@x/credentials-core/node'
import { type FromOidcRoleArnOptions, fromOidcRoleArn as fromOidcRoleArnAnywhere } from '@x/provider-sts'

/** `fromOidcRoleArn` with Node's way to read the token's file, for runtimes that take the web files but have Node's modules: Deno and Bun. */
export function fromOidcRoleArn(options: FromOidcRoleArnOptions = {}): CredentialProvider<KeyCredentials> {
  return fromOidcRoleArnAnywhere(options && { ...options, readFile: options.readFile ?? readFile })
}
