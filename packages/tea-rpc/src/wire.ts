import { invalidOption } from '@x/credentials-core'

// Registered, so that a second copy of this package reads the responses of the first.
export const WIRE: unique symbol = Symbol.for('alibaba-cloud.wire') as never

/** What came with a response beside its body. */
export interface ResponseMetadata {
  readonly statusCode: number
  readonly headers: { get(name: string): string | null }
}

interface Wire extends ResponseMetadata {
  readonly body: Record<string, unknown>
}

/**
 * The body of a response as the service sent it, with the names of the wire.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a response of a client; a copy of one forgets its wire body.
 * @example toMap(await client.getAsyncJobResult({ jobId })) // { RequestId: '…', Data: { … } }
 */
export function toMap(response: object): Record<string, unknown> {
  return wireOf(response).body
}

/** Status and headers of a response. Throws as `toMap` does. */
export function responseMetadata(response: object): ResponseMetadata {
  return wireOf(response)
}

function wireOf(response: object): Wire {
  const wire = (response as { [WIRE]?: Wire } | null)?.[WIRE]
  if (!wire)
    throw invalidOption('response', 'is not a response of a client, or a copy of one', 'Pass the very object that the call returned.')
  return wire
}
