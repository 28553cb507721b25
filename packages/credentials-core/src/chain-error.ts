import { CredentialsError } from './errors.ts'

/** What became of one link of a chain. Holds no secret, so it can be logged. */
export interface ChainLink {
  /** The provider's name, such as `env`. */
  readonly name: string
  /** `skipped`: nothing is configured; `tried`: asked somebody, who has nothing; `failed`: configured, but broken; `selected`: gave credentials. */
  readonly outcome: 'skipped' | 'tried' | 'failed' | 'selected'
  /** Why it gave nothing, as a sentence; empty when it was selected. */
  readonly reason: string
  /** The variable, file or option that was looked at, where one decided. */
  readonly lookedAt?: string | undefined
  /** Milliseconds it took. */
  readonly ms: number
  /** What to do to make this link work. */
  readonly hint: string
}

/** No link of a chain gave credentials. The message lists every link that was asked, on one screen. */
export class ChainError extends CredentialsError {
  /** Every link that was asked, in order. */
  readonly links: readonly ChainLink[]

  constructor(message: string, details: ConstructorParameters<typeof CredentialsError>[1] & { readonly links: readonly ChainLink[] }) {
    super(`${[message, ...details.links.map(line)].join('\n')}${details.hint ? '\n ' : ''}`, details)
    this.name = 'ChainError'
    this.links = details.links
  }
}

function line({ name, outcome, reason, ms }: ChainLink): string {
  return `  ${name} ${outcome} (${Math.round(ms)} ms): ${reason}`
}
