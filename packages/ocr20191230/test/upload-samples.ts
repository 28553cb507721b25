import type { CloudRequest } from './fake-cloud.ts'
import { type FormPart, parseForm } from './strict-form.ts'

/** Bytes that begin as a PNG. */
export const PNG: Uint8Array<ArrayBuffer> = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 3])

/** A request of `recognizeCharacter`, with a picture of whatever kind. */
export const request = (imageURL: unknown = PNG): { imageURL: Uint8Array; minHeight: number; outputProbability: boolean } => ({
  imageURL: imageURL as Uint8Array,
  minHeight: 10,
  outputProbability: true,
})

/** How the storage answers when it has taken a file. */
export const created = (): Response => new Response('<PostResponse/>', { status: 201 })

export function partsOf(sent: Pick<CloudRequest, 'headers' | 'body'> | undefined): FormPart[] {
  return parseForm(sent?.headers['content-type'], sent?.body ?? new Uint8Array())
}
