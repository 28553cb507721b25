import type { Credentials } from '@x/credentials-core'
import type { Endpoint } from './resolve-endpoint.ts'
import type { Signer } from './signers.ts'

/** A request with everything decided but the time, the nonce and the credentials, which are new at every attempt. */
export interface PreparedRequest {
  readonly signatureVersion: 'acs3' | 'v1'
  /** Signs in place of the secret. Version 1 only. */
  readonly signer: Signer | undefined
  readonly endpoint: Endpoint
  /** Upper case. */
  readonly method: string
  readonly pathname: string
  readonly roa: boolean
  readonly action: string
  readonly version: string
  /** Flat parameters of the query. */
  readonly query: Readonly<Record<string, string>>
  /** Flat parameters of a form body. */
  readonly form: Readonly<Record<string, string>> | undefined
  /** A body that is not a form, and its type. */
  readonly payload: { readonly data: string | Uint8Array<ArrayBuffer>; readonly contentType: string | undefined } | undefined
  /** Extra headers, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the service is told which provider gave the credentials. */
  readonly nameProvider: boolean
}

/** A request as it goes to the transport. */
export interface SignedRequest {
  readonly url: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array<ArrayBuffer> | null
}

/** Scheme and host. */
export const originOf = ({ endpoint }: PreparedRequest): string => `${endpoint.protocol}//${endpoint.host}`

/** Tells the service which provider gave the credentials. A function of the caller's that has no name says nothing. */
export function nameProvider(request: PreparedRequest, credentials: Credentials | undefined, headers: Record<string, string>): void {
  const name = credentials?.providerName
  if (request.nameProvider && name && name !== 'custom') headers['x-acs-credentials-provider'] = name
}
