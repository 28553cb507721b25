import type { Environment } from '@x/credentials-core'

/** A program to run. */
export interface ProcessCommand {
  readonly file: string
  readonly args: readonly string[]
  /** All variables that it gets. */
  readonly env: Environment
  /** Milliseconds it may take. */
  readonly timeout: number
  /** Bytes it may write. */
  readonly limit: number
  readonly signal?: AbortSignal | undefined
}

/** What came of it. */
export interface ProcessOutcome {
  /** 0 for success; `null` when a signal ended it. */
  readonly exitCode: number | null
  /** What it wrote to its standard output. */
  readonly output: string
}

/**
 * Runs a program without a shell, and gives its standard output. Rejects with an error whose `code` is `ERR_TIMEOUT`, `ERR_TOO_LARGE`, or the
 * system's, such as `ENOENT`, when it could not be started.
 */
export type RunProcess = (command: ProcessCommand) => Promise<ProcessOutcome>
