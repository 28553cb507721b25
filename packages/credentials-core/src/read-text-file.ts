import { readFile as readPlatformFile } from '#read-file'
import { CredentialsError, isAlibabaCloudError } from './errors.ts'
import { showPath } from './show-path.ts'
import { systemCode } from './system-code.ts'

/** Reads a file, whole. One that is not there is an error with code `ENOENT`, as Node's is. */
export type ReadFile = (path: string) => Promise<string | Uint8Array>

/** Settings of `readTextFile`. */
export interface ReadTextFileOptions {
  /** The provider that asks, for the error. */
  readonly provider: string
  /** The option or variable that names the file, for the error. */
  readonly field: string
  /** What the file is, such as `OIDC token file`, for the error. */
  readonly what: string
  /** Bytes it may have. Default 65536; at most 1048576. */
  readonly limit?: number | undefined
  /** The home folder, which the error shows as `~`. */
  readonly home?: string | undefined
  /** Default: reads a regular file, on Node. */
  readonly readFile?: ReadFile | undefined
}

/** The error of a file that cannot be used. */
export interface FileError extends CredentialsError {
  /** Whether it is not there at all. */
  readonly missing: boolean
}

/**
 * Reads a small text file that somebody named: UTF-8, or UTF-16 with its mark at the start. The mark is left out.
 *
 * @throws FileError `ERR_FILE_ACCESS`, naming the file unless its name looks like a secret: not there, no right to read it, no regular file, too large, or no text (R42, R54).
 * @throws AlibabaCloudError `ERR_RUNTIME_UNSUPPORTED` where there are no files and no `readFile` is given.
 * @example const token = await readTextFile(path, { provider: 'oidc_role_arn', field: 'oidcTokenFilePath', what: 'OIDC token file' })
 */
export async function readTextFile(path: string, options: ReadTextFileOptions): Promise<string> {
  const { provider, field, what, limit = 65_536, home, readFile = readPlatformFile } = options
  const fail = (problem: string, hint: string, missing = false): FileError => {
    const message = `The ${what} ${showPath(path, home)} ${problem}.`
    return Object.assign(new CredentialsError(message, { code: 'ERR_FILE_ACCESS', provider, field, hint }), { missing })
  }
  const content = await readFile(path).catch((error: unknown) => {
    if (isAlibabaCloudError(error)) throw error
    const code = systemCode(error)
    if (/^ENO(ENT|TDIR)$/.test(code)) throw fail('does not exist', 'Check the path.', true)
    if (/^E(ACCES|PERM)$/.test(code)) throw fail('may not be read by this process', 'Give this process the right to read it.')
    if (/^E(ISDIR|NOTREGULAR)$/.test(code)) throw fail('is not a regular file', 'Name a file.')
    throw fail(`cannot be read${code && ` (${code})`}`, 'Check the file.')
  })
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  if (bytes.length > limit) throw fail(`has more than ${limit} bytes`, `Check ${field}.`)
  const text = decode(bytes)
  if (text?.includes('\0') !== false) throw fail('is not text in UTF-8', 'Save it as UTF-8.')
  return text
}

/** Whether an error says that a file is not there. */
export function isMissingFile(error: unknown): error is FileError {
  return isAlibabaCloudError(error) && (error as Partial<FileError>).missing === true
}

/** `undefined` for bytes that are not text. */
function decode(bytes: Uint8Array): string | undefined {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
