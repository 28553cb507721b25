import { invalidOption } from '@x/credentials-core'
import { jsonText } from './json-text.ts'
import type { PreparedRequest } from './prepared-request.ts'
import { readAll } from './read-all.ts'

/** Refuses what nobody can sign or send together. */
export function checkCombination(signer: unknown, bodyWithoutPlace: unknown): void {
  if (signer) throw invalidOption('signer', 'signs forms of the RPC style only', 'Send a form.')
  if (bodyWithoutPlace) throw invalidOption('body', 'cannot be sent with GET and HEAD', 'Use POST, or pass the parameters as query.')
}

/** A body that is not a form, whole: it is hashed, and sent again when a request is retried, so a stream is read once, here. */
export async function toPayload(
  bodyType: 'json' | 'bytes' | 'stream',
  given: unknown,
  signal: AbortSignal,
): Promise<PreparedRequest['payload']> {
  const body = bodyType === 'stream' ? await readAll(given, signal) : given
  if (body === undefined || body === null) return undefined
  if (bodyType === 'json') {
    return { data: typeof body === 'string' ? body : jsonText(body, 'body'), contentType: 'application/json; charset=utf-8' }
  }
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw invalidOption('body', `is not bytes, as bodyType ${bodyType} wants it`, 'Pass a Uint8Array or text.')
  }
  return { data: body as string | Uint8Array<ArrayBuffer>, contentType: bodyType === 'stream' ? 'application/octet-stream' : undefined }
}
