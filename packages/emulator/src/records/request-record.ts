import type { ServiceName } from '../exchange.ts'

/** What the emulator remembers of a request. Secrets are masked: signatures, tokens, and every secret of an account wherever it stands. */
export interface RequestRecord {
  readonly service: ServiceName
  /** The operation, or `GetToken`, `GetRoleName`, `GetCredentials`, `PostObject`, `GetObject`, `HeadObject`, `Preflight`. */
  readonly action: string
  readonly method: string
  /** Path without query. */
  readonly path: string
  /** Parameters of the query. */
  readonly query: Readonly<Record<string, string>>
  /** Parameters of a form body; not of uploads. */
  readonly form: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Status of the answer. A fault may have kept it from arriving. */
  readonly status: number
  /** Code of a refusal. */
  readonly code: string | undefined
  /** `HMAC-SHA1`, `ACS3-HMAC-SHA256`, `SHA256withRSA`, `BEARERTOKEN`, `Anonymous` or `PostPolicy`. */
  readonly signatureMethod: string | undefined
  /** First and last four characters of the key's id. */
  readonly accessKeyId: string | undefined
  readonly requestId: string
  /** By the emulator's clock. */
  readonly when: Date
}
