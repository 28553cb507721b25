import type { FetchInit } from '@x/credentials-core'
import type { UploadForm } from './upload-form.ts'

/** How long a form that is read while it is sent may stand still. */
interface SendLimits {
  /** Where it goes, for the error. */
  readonly host: string
  /** Milliseconds until the first bytes of the file are taken, where nothing shows whether the connection is there. */
  readonly begin: number
  /** Milliseconds from then on, for each piece and for the answer. */
  readonly idle: number
  readonly signal: AbortSignal
}

/** A form that is read while it is sent. */
interface SentForm {
  /** What the transport is asked for. */
  readonly init: FetchInit & { readonly readTimeout: number }
  /** Must be called when the request is over. */
  end(): void
}

/** A file that is ready to be sent: in memory, or as something that is read while it is sent. */
export interface UploadContent {
  readonly size: number
  /** The first bytes, all of them for a file in memory. */
  readonly head: Uint8Array<ArrayBuffer>
  /**
   * Begins an upload that reads the file while it is sent. `undefined` for a file in memory: then `head` is the file.
   *
   * @param onSent Called with the bytes of the file that were handed on so far.
   */
  readonly stream?: ((form: UploadForm, limits: SendLimits, onSent?: (sent: number) => void) => SentForm) | undefined
  /** Why the file could not be read to its end while it was sent; the connection's own error then says less. */
  readonly failure?: (() => unknown) | undefined
  /** Whether another attempt can send the same bytes. */
  readonly replayable: boolean
  /** Lets go of a stream that will not be sent. */
  readonly close?: (() => void) | undefined
}
