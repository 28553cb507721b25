import { readFileSync } from 'node:fs'

/** A value in a request or response, as the description gives it. */
export interface Schema {
  readonly type: 'string' | 'boolean' | 'int32' | 'int64' | 'float' | 'double' | 'object' | 'array' | 'map'
  readonly description?: string
  readonly format?: string
  readonly knownValues?: readonly string[]
  readonly items?: Schema
  /** By name in responses, as a list of parameters in requests. */
  readonly properties?: Readonly<Record<string, Schema>> | readonly Parameter[]
}

/** A parameter of a request, or a member of one. */
export interface Parameter extends Schema {
  readonly name: string
  readonly required: boolean
  readonly position: 'Body' | 'Query'
  readonly uploadField?: boolean
  /** How a list is sent: `repeatList` is flattened, `json` is one JSON text. */
  readonly serialization?: 'repeatList' | 'json'
  readonly constraints?: {
    readonly enum?: readonly string[]
    readonly accepted?: readonly string[]
    readonly minItems?: number
    readonly maxItems?: number
  }
}

/** What the service takes, from the product pages. */
export interface InputLimits {
  readonly formats: readonly string[]
  readonly maxBytes: number
  readonly maxBytesText: string
  readonly sizeIsExclusive?: boolean
  readonly minSidePxExclusive?: number
  readonly maxSidePxExclusive?: number
  readonly resolutionText?: string
  readonly maxPages?: number
  readonly maxTasks?: number
  readonly maxDurationSecondsExclusive?: number
  readonly maxFps?: number
}

/** One operation of the product. */
export interface SpecOperation {
  readonly name: string
  readonly status: 'current' | 'retired'
  readonly summary: string
  readonly method: 'GET' | 'POST'
  readonly params: readonly Parameter[]
  readonly response: Schema
  readonly async: boolean
  readonly sdk: { readonly lastTs: string }
  readonly serviceNotice?: string
  readonly inputLimits?: InputLimits
  readonly example?: { readonly request: Readonly<Record<string, unknown>>; readonly response: Readonly<Record<string, unknown>> }
}

/** The description of the product, `spec/ocr20191230.json`. */
export interface Spec {
  readonly product: string
  readonly version: string
  readonly operations: readonly SpecOperation[]
}

export function readSpec(): Spec {
  return JSON.parse(readFileSync(new URL('../spec/ocr20191230.json', import.meta.url), 'utf8')) as Spec
}

/** The members of an object, in the order of the description. */
export function membersOf(schema: Schema): [name: string, member: Schema][] {
  const { properties = {} } = schema
  if (isList(properties)) return properties.map((parameter) => [parameter.name, parameter])
  return Object.entries(properties)
}

const isList = (value: object): value is readonly Parameter[] => Array.isArray(value)
