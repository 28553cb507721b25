import { emitClient } from './emit-client.ts'
import { emitExamples } from './emit-examples.ts'
import { emitIndex } from './emit-index.ts'
import { emitLimits } from './emit-limits.ts'
import { emitOperation } from './emit-operation.ts'
import { formatted } from './formatted.ts'
import { readSpec } from './spec.ts'

/** Every generated file of the package: path in the package, and formatted text. Nothing is written. */
export function generatedFiles(): Map<string, string> {
  const { operations } = readSpec()
  const files = operations.map(emitOperation)
  return formatted(
    new Map([
      ...files.map((file): [string, string] => [file.path, file.text]),
      ['src/client.ts', emitClient(operations)],
      ['src/index.ts', emitIndex(files)],
      ['src/input-limits.ts', emitLimits(operations)],
      ['test/generated/operation-examples.ts', emitExamples(operations)],
    ]),
  )
}
