import { comment, HEADER } from './comments.ts'
import type { SpecOperation } from './spec.ts'

/** Writes the sizes that are checked before an upload. */
export function emitLimits(operations: readonly SpecOperation[]): string {
  const lines = operations.flatMap(({ name, inputLimits }) =>
    inputLimits ? [`${name}: ${inputLimits.maxBytes - (inputLimits.sizeIsExclusive ? 1 : 0)},`] : [],
  )
  return [
    HEADER,
    comment(['Bytes that a file may have, by operation. The limits of the retired operations are not known.']),
    'export const UPLOAD_LIMITS: Readonly<Record<string, number>> = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}
