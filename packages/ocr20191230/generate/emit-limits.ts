import { comment, HEADER } from './comments.ts'
import type { InputLimits, SpecOperation } from './spec.ts'

/** Writes what is checked of a file before it is uploaded. */
export function emitLimits(operations: readonly SpecOperation[]): string {
  const lines = operations.flatMap(({ name, inputLimits }) => (inputLimits ? [`${name}: ${limitsCode(inputLimits)},`] : []))
  return [
    HEADER,
    `import type { FileFormat } from './file-facts.ts'`,
    '',
    comment(['What an operation takes: the formats, sizes and pixels that its page names.']),
    'export interface InputLimits {',
    'readonly formats: readonly FileFormat[]',
    comment(['Bytes at most.']),
    'readonly maxBytes: number',
    comment(['Pixels of each side at least, and at most.']),
    'readonly minSide?: number',
    'readonly maxSide?: number',
    comment(['Files in one call at most.']),
    'readonly maxTasks?: number',
    '}',
    '',
    comment(['The limits by operation. Those of the retired operations are not known.']),
    'export const INPUT_LIMITS: Readonly<Record<string, InputLimits>> = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}

function limitsCode({ formats, maxBytes, sizeIsExclusive, minSidePxExclusive, maxSidePxExclusive, maxTasks }: InputLimits): string {
  // JPG is another word for JPEG.
  const names = [...new Set(formats.map((format) => format.toUpperCase().replace('JPG', 'JPEG')))].sort()
  const members = [
    `formats: [${names.map((name) => `'${name}'`).join(', ')}]`,
    `maxBytes: ${maxBytes - (sizeIsExclusive ? 1 : 0)}`,
    ...(minSidePxExclusive === undefined ? [] : [`minSide: ${minSidePxExclusive + 1}`]),
    ...(maxSidePxExclusive === undefined ? [] : [`maxSide: ${maxSidePxExclusive - 1}`]),
    ...(maxTasks === undefined ? [] : [`maxTasks: ${maxTasks}`]),
  ]
  return `{ ${members.join(', ')} }`
}
