import type { AlibabaCloudError } from '@x/credentials-core'
import type { CallOptions } from '../call-options.ts'
import type { CheckpointStore } from './checkpoint-store.ts'

/** How a batch is done. */
export interface RecognizeAllOptions<Q extends object> {
  /** Members of every request; an input that is a request of its own overrides them. */
  readonly request?: Partial<Q> | undefined
  /** Inputs that are worked on at the same time. Default 4. */
  readonly concurrency?: number | undefined
  /**
   * Calls that are started in one second, repeated ones included. Default 1, what an account has; `Infinity` for no limit. Batches of one
   * operation on one client share it; other clients and processes, and calls outside batches, are not counted.
   */
  readonly rate?: number | undefined
  /** `maxAttempts` counts every call for one input, the first included. Default 5. */
  readonly retry?: { readonly maxAttempts?: number | undefined } | undefined
  /**
   * What happens with a call that was sent and whose answer was lost: by a broken connection, or because the process was killed. The
   * service may have done the work and billed it. `report` (default) gives a failed result with `inDoubt: true`, so that nothing is paid
   * twice; `again` calls once more.
   */
  readonly inDoubt?: 'report' | 'again' | undefined
  /**
   * A file (Node) or a store that remembers what was answered, so that a batch that was stopped or killed goes on where it was, and the
   * same content is paid for once, in later batches too. It holds the answers as the service sent them, less the headers, so `toMap`
   * works with those, too: keep it as safe as the pictures. One batch at a time may use it.
   */
  readonly checkpoint?: string | URL | CheckpointStore | undefined
  /** Called after each result. What it throws, or its promise is rejected with, is ignored. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined
  /** Stops the batch: nothing new is begun, calls that were sent are waited for and remembered, then its reason is thrown. */
  readonly signal?: AbortSignal | undefined
  /** Settings of each call; `deadline` holds for each attempt. */
  readonly runtime?: Omit<CallOptions, 'signal' | 'autoretry' | 'maxAttempts'> | undefined
  /** Answers kept in memory for repeated content where there is no checkpoint. Default 1000. */
  readonly remember?: number | undefined
}

/** How far a batch is. */
export interface BatchProgress {
  /** Results so far. */
  readonly done: number
  readonly answered: number
  readonly failed: number
  /** Failed results whose call may have been billed. */
  readonly inDoubt: number
  /** Answers that cost nothing: from the checkpoint, or of the same content. */
  readonly repeated: number
  /** Calls sent, repeated ones included. */
  readonly calls: number
}

/** The answer to one input. */
export interface BatchAnswered<I, S> {
  readonly ok: true
  /** Position of the input, from 0. */
  readonly index: number
  readonly input: I
  /** Digest of operation, parameters and content. */
  readonly key: string
  readonly response: S
  /** `service`: called now. `checkpoint`: answered in an earlier batch. `repeat`: the same content came before in this batch. */
  readonly source: 'service' | 'checkpoint' | 'repeat'
}

/** An input without an answer. */
export interface BatchFailed<I> {
  readonly ok: false
  readonly index: number
  readonly input: I
  /** `undefined` when the input could not be read. */
  readonly key: string | undefined
  readonly error: AlibabaCloudError | Error
  /** Whether the service may have done and billed the work. */
  readonly inDoubt: boolean
}

/** What became of one input: an answer, or the error that stands in its place. */
export type BatchResult<I, S> = BatchAnswered<I, S> | BatchFailed<I>
