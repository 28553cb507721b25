import { CredentialsError, expandPath, isMissingFile, type ReadFile, readTextFile, showPath, type Timing } from '@x/credentials-core'
import { oidcTokenProblem } from './oidc-token.ts'

/** Settings of `readOidcToken`. */
export interface ReadOidcTokenOptions {
  readonly provider: string
  /** The option or variable that names the file. */
  readonly field: string
  /** The folder that `~` means. */
  readonly home: string | undefined
  readonly readFile?: ReadFile | undefined
  readonly after?: Timing['after']
  readonly signal?: AbortSignal | undefined
}

/** Milliseconds. Whoever writes a new token may take the old file away first (R82). */
const PAUSES = [100, 200, 400]

/**
 * Reads the token as it is now. A file that is missing is looked for again for 700 ms.
 *
 * @throws CredentialsError `ERR_FILE_ACCESS` or, when the file holds no token, `ERR_FILE_SYNTAX`. It names the file.
 */
export async function readOidcToken(given: string, options: ReadOidcTokenOptions): Promise<string> {
  const { provider, field, home, readFile, after, signal } = options
  const path = expandPath(given, { home })
  for (let attempt = 0; ; attempt++) {
    try {
      const token = (await readTextFile(path, { provider, field, what: 'OIDC token file', home, readFile })).trim()
      const problem = oidcTokenProblem(token)
      if (!problem) return token
      const hint = 'Let it hold the token alone, as the cluster writes it.'
      throw new CredentialsError(`The OIDC token file ${showPath(path, home)} ${problem}.`, {
        code: 'ERR_FILE_SYNTAX',
        provider,
        field,
        hint,
      })
    } catch (error) {
      const pause = PAUSES[attempt]
      if (pause === undefined || !isMissingFile(error)) throw error
      // Not one of the timers that let a process end: somebody waits for this.
      await new Promise<void>((resolve) => (after ? after(pause, resolve) : setTimeout(resolve, pause)))
      signal?.throwIfAborted()
    }
  }
}
