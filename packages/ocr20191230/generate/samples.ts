import { membersOf, type Parameter, type Schema, type SpecOperation } from './spec.ts'

/** A request and its answer under their wire names. */
export interface Sample {
  readonly action: string
  readonly request: Readonly<Record<string, unknown>>
  readonly response: Readonly<Record<string, unknown>>
}

/** Where the files of all samples are. */
export const SAMPLE_FOLDER = 'http://example-bucket.oss-cn-shanghai.aliyuncs.com/'

/** The worked example of the specification, where there is one, and a sample in which every member of the schemas is set. */
export function samplesOf(operation: SpecOperation): Sample[] {
  const { name: action, example, params, response } = operation
  const full = {
    action,
    request: sampleValue({ type: 'object', properties: params }) as Sample['request'],
    response: sampleValue(response) as Sample['response'],
  }
  return example ? [{ action, ...example }, full] : [full]
}

function sampleValue(schema: Schema): unknown {
  if ((schema as Parameter).uploadField) return `${SAMPLE_FOLDER}sample.jpg`
  switch (schema.type) {
    case 'string':
      return schema.knownValues?.[0] ?? (schema as Parameter).constraints?.enum?.[0] ?? 'text'
    case 'boolean':
      return true
    case 'map':
      return { KeptName: 1, 'kept-name': 'text' }
    case 'array':
      return schema.items ? [sampleValue(schema.items), sampleValue(schema.items)] : []
    case 'object':
      return Object.fromEntries(membersOf(schema).map(([name, member]) => [name, sampleValue(member)]))
    case 'float':
    case 'double':
      return 0.5
    default:
      return 3
  }
}
