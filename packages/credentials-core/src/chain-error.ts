import { CredentialsError } from './errors.ts'
import type { SourceFailure } from './source-failure.ts'

/** What became of one link of a chain. Holds no secret, so it can be logged. */
export interface ChainLink {
  /** The provider's name, such as `env`. */
  readonly name: string
  /** `skipped`: nothing is configured; `tried`: asked somebody, who has nothing; `failed`: configured, but broken; `selected`: gave credentials. */
  readonly outcome: 'skipped' | 'tried' | 'failed' | 'selected'
  /** Why it gave nothing; empty when it was selected. */
  readonly reason: string
  /** The variable, file or option that decided. */
  readonly lookedAt?: string | undefined
  /** Milliseconds it took. */
  readonly ms: number
  /** What to do to make this link work; empty when nothing is known. */
  readonly hint: string
}

/** No link of a chain gave credentials. The message lists every link that was asked, one a line. */
export class ChainError extends CredentialsError {
  /** Every link that was asked, in order. */
  declare readonly links: readonly ChainLink[]

  /** `stopper` is the failure that ended the chain before its last link. */
  constructor(provider: string, links: readonly ChainLink[], failures: readonly SourceFailure[], stopper: SourceFailure | undefined) {
    const lines = links.map(({ name, outcome, ms, reason }) => `\n  ${name} ${outcome} (${ms} ms): ${reason}`)
    super(`No credentials from ${provider}:${lines.join('')}\n `, {
      code: stopper?.code ?? 'ERR_CREDENTIALS_EXHAUSTED',
      provider,
      field: stopper?.field,
      skippable: failures.every((failure) => failure.skippable),
      retryable: failures.some((failure) => failure.retryable),
      attempts: failures.flatMap((failure) => failure.attempts),
      cause: stopper,
      hint: (stopper ?? failures[0])?.hint,
    })
    this.name = 'ChainError'
    this.links = links
  }
}
