import type { CredentialProvider, KeyCredentials } from '@x/credentials-core'
import { readFile } from '@x/credentials-core/node'
import { type FromRsaKeyPairOptions, fromRsaKeyPair as fromRsaKeyPairAnywhere } from '@x/provider-rsa'

/** `fromRsaKeyPair` with Node's way to read the key's file, for runtimes that take the web files but have Node's modules: Deno and Bun. */
export function fromRsaKeyPair(options: FromRsaKeyPairOptions): CredentialProvider<KeyCredentials> {
  return fromRsaKeyPairAnywhere({ ...options, readFile: options?.readFile ?? readFile })
}
