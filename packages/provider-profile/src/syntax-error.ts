import { CredentialsError } from '@x/credentials-core'
import type { ProfileFile } from './profile-file.ts'

/** The error of a file whose text breaks its grammar. It names the place and quotes nothing (R4). */
export function syntaxError(
  { kind: { what, provider }, shown, field }: Pick<ProfileFile, 'kind' | 'shown' | 'field'>,
  problem: string,
  place?: { readonly line: number; readonly column: number },
): CredentialsError {
  const at = place ? `, line ${place.line}, column ${place.column},` : ''
  const error = new CredentialsError(`The ${what} ${shown}${at} ${problem}.`, {
    code: 'ERR_FILE_SYNTAX',
    provider,
    field,
    hint: place ? `Mend line ${place.line}.` : 'Mend the file.',
  })
  return Object.assign(error, place && { line: place.line, column: place.column })
}
