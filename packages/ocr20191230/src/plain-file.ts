import { STREAMS_BODIES } from '#fs'
import { abortable } from './abortable.ts'
import type { FileInput } from './file-input.ts'
import { PIECE } from './piece.ts'
import type { UploadContent } from './upload-content.ts'

/**
 * Whether a file is read in one step, and not refused for its size: bytes, and a `Blob` where bodies must be in memory. Where they need not
 * be, what is more than one piece is sent piece by piece, so that it is seen when it stands still.
 */
export function isPlain(file: FileInput, maxBytes: number): file is Uint8Array | Blob {
  const size = ArrayBuffer.isView(file) ? file.byteLength : !STREAMS_BODIES && file instanceof Blob ? file.size : 0
  return size > 0 && size <= (STREAMS_BODIES ? Math.min(maxBytes, PIECE) : maxBytes)
}

/** Reads such a file. */
export async function readPlain(file: Uint8Array | Blob, signal: AbortSignal): Promise<UploadContent> {
  const head = ArrayBuffer.isView(file)
    ? new Uint8Array(file.buffer as ArrayBuffer, file.byteOffset, file.byteLength)
    : new Uint8Array(await abortable(file.arrayBuffer(), signal))
  return { size: head.length, head, replayable: true }
}
