import type { UploadForm } from './upload-form.ts'

/** A file that is ready to be sent: in memory, or as something that is read while it is sent. */
export interface UploadContent {
  readonly size: number
  /** The first bytes, all of them for a file in memory. */
  readonly head: Uint8Array<ArrayBuffer>
  /**
   * The body of an upload that reads the file while it is sent. `undefined` for a file in memory: then `head` is the file.
   *
   * @param onSent Called with the bytes of the file that were handed on so far.
   */
  readonly stream?: ((form: UploadForm, onSent?: (sent: number) => void) => ReadableStream<Uint8Array<ArrayBuffer>>) | undefined
  /** Why the file could not be read to its end while it was sent; the connection's own error then says less. */
  readonly failure?: (() => unknown) | undefined
  /** Whether another attempt can send the same bytes. */
  readonly replayable: boolean
  /** Lets go of a stream that will not be sent. */
  readonly close?: (() => void) | undefined
}
