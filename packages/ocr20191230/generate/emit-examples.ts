import { HEADER } from './comments.ts'
import { fileName, functionName, memberName } from './names.ts'
import { SAMPLE_FOLDER, type Sample, samplesOf } from './samples.ts'
import { membersOf, type Parameter, type Schema, type SpecOperation } from './spec.ts'

/**
 * Writes the calls of every operation with their answers as typed code, so that compiling it checks the types of every member
 * and running it checks every name. The calls in the doc comments are these.
 */
export function emitExamples(operations: readonly SpecOperation[]): string {
  const entries = operations.flatMap((operation) =>
    samplesOf(operation).map((sample) => {
      const name = functionName(operation.name)
      const response = code(sample.response, operation.response)
      return [
        '{',
        `action: '${operation.name}',`,
        `call: (client${JSON.stringify(sample.request).includes(SAMPLE_FOLDER) ? ', fileFrom' : ''}) => ${name}(client, ${requestCode(operation, sample)}),`,
        `response: ${response} satisfies ${operation.name}Response,`,
        '},',
      ].join('\n')
    }),
  )
  const imports = operations.map(
    ({ name }) => `import { ${functionName(name)}, type ${name}Response } from '../../src/operations/${fileName(name)}.ts'`,
  )
  return [
    HEADER,
    `import type { FileInput } from '../../src/file-input.ts'`,
    `import type { OcrClient } from '../../src/ocr-client.ts'`,
    ...imports,
    '',
    '/** A call of one operation and the answer that belongs to it. */',
    'export interface OperationExample {',
    'readonly action: string',
    'call(client: OcrClient, fileFrom: (path: string) => FileInput): Promise<object>',
    'readonly response: object',
    '}',
    '',
    'export const operationExamples: readonly OperationExample[] = [',
    ...entries,
    ']',
    '',
  ].join('\n')
}

/** The lines of the `@example` of an operation. */
export function documentedExample(operation: SpecOperation): string[] {
  const [sample] = samplesOf(operation)
  if (!sample) return []
  const call = `${functionName(operation.name)}(client, ${requestCode(operation, sample)})`
  if (!operation.async) return `const { data } = await ${call}`.split('\n')
  return [
    ...`const { requestId } = await ${call}`.split('\n'),
    `const result = await waitForJob(client, ${functionName(operation.name)}, requestId)`,
  ]
}

function requestCode(operation: SpecOperation, sample: Sample): string {
  const members = memberCodes(sample.request, { type: 'object', properties: operation.params })
  const line = `{ ${members.map(([name, text]) => `${name}: ${text}`).join(', ')} }`
  return line.length <= 100 ? line : `{\n${members.map(([name, text]) => `  ${name}: ${text},\n`).join('')}}`
}

/** A value with wire names as code with our names. */
function code(value: unknown, schema: Schema | undefined): string {
  if ((schema as Parameter | undefined)?.uploadField) return `fileFrom('${String(value).replace(SAMPLE_FOLDER, '')}')`
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`).replaceAll('\n', '\\n')}'`
  if (Array.isArray(value)) return `[${value.map((item) => code(item, schema?.items)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if (schema?.type === 'map') return JSON.stringify(value)
  const members = memberCodes(value as Record<string, unknown>, schema)
  return `{ ${members.map(([name, text]) => `${name}: ${text}`).join(', ')} }`
}

function memberCodes(value: Readonly<Record<string, unknown>>, schema: Schema | undefined): [name: string, text: string][] {
  const schemas = new Map(membersOf(schema ?? { type: 'object' }))
  return Object.entries(value).map(([name, member]) => [memberName(name), code(member, schemas.get(name))])
}
