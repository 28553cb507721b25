import { AlibabaCloudError, isAlibabaCloudError } from '@x/credentials-core'
import { uploadPending } from '@x/ocr20191230/upload'
import { type RpcOperation, toMap } from '@x/tea-rpc'
import type { CallOptions } from '../call-options.ts'
import type { OcrClient } from '../ocr-client.ts'
import type { Ledger } from './ledger.ts'
import type { KeyedRequest } from './request-key.ts'
import { verdictOf } from './verdict.ts'

/** What a call of a batch needs. */
export interface CallSettings {
  readonly client: OcrClient
  readonly operation: RpcOperation
  readonly ledger: Ledger
  /** Settles when the next call may be started. */
  turn(): Promise<unknown>
  /** Called for each call that is sent. */
  onCall(): void
  readonly maxAttempts: number
  readonly again: boolean
  readonly runtime: CallOptions
  /** The settings of the call alone: its file is uploaded already, and what is tried again is decided here. */
  readonly callRuntime: CallOptions
  readonly signal: AbortSignal | undefined
}

/** A call that failed, and whether it may have been billed. */
export class CallFailure {
  /** The very thing that was thrown. */
  readonly error: Error
  readonly inDoubt: boolean

  constructor(error: unknown, inDoubt: boolean) {
    this.error = error as Error
    this.inDoubt = inDoubt
  }
}

const MAX_DELAY = 20_000

/**
 * Uploads the files of a request once and calls the operation, again after failures that pass and cost nothing. Everything that may cost
 * something is written down before it is done. Throws `CallFailure`; anything else that is thrown comes from the ledger.
 */
export async function oneCall<S extends object>({ request, files, key }: KeyedRequest, settings: CallSettings): Promise<S> {
  const { client, operation, ledger, turn, onCall, maxAttempts, again, runtime, callRuntime, signal } = settings
  let uploaded = files.length === 0
  let written = false
  for (let attempt = 1; ; attempt++) {
    let error: unknown
    try {
      signal?.throwIfAborted()
      if (!uploaded) await uploadPending(client, files, { ...runtime, operation, signal })
      uploaded = true
      await turn()
      signal?.throwIfAborted()
    } catch (caught) {
      error = caught
    }
    let response: S | undefined
    let verdict = isAlibabaCloudError(error) && error.retryable ? 'again' : 'failed'
    if (error === undefined) {
      if (!written) await ledger.sent(key)
      written = true
      onCall()
      try {
        // Without the signal: a call that was sent may be billed, so its answer is waited for.
        response = await client.call<object, S>(operation, request, callRuntime)
      } catch (caught) {
        error = caught
        verdict = verdictOf(caught)
      }
    }
    if (response) {
      await ledger.answered(key, toMap(response))
      return response
    }
    const inDoubt = verdict === 'doubt'
    if ((inDoubt ? !again : verdict === 'failed') || attempt >= maxAttempts) {
      if (written && !inDoubt) await ledger.refused(key)
      throw new CallFailure(error, inDoubt)
    }
    await client.rpc.settings.sleep(delayOf(attempt, error), signal).catch(() => {})
  }
}

/** Full jitter over a doubling range, which begins with a second for a rate limit. */
function delayOf(attempt: number, error: unknown): number {
  const { statusCode, serviceCode = '', retryAfterMs = 0 } = error as { statusCode?: number; serviceCode?: string; retryAfterMs?: number }
  const first = statusCode === 429 || serviceCode.includes('Throttling') ? 1000 : 200
  return Math.min(MAX_DELAY, Math.max(retryAfterMs, Math.random() * first * 2 ** (attempt - 1)))
}

/** The failure of work that was sent before, by this batch or an earlier one, and whose answer was not seen or cannot be read any more. */
export function doubtFromBefore(damaged: number | undefined): AlibabaCloudError {
  const hint = "It may have been billed. Pass inDoubt: 'again' to call once more."
  if (damaged === undefined)
    return new AlibabaCloudError('This call was sent before, and its answer was lost.', { code: 'ERR_NETWORK', retryable: true, hint })
  const message = `This call was sent before, and line ${damaged} of the checkpoint, which should hold its answer, cannot be read.`
  return new AlibabaCloudError(message, { code: 'ERR_FILE_SYNTAX', field: 'checkpoint', hint })
}
