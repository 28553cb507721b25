import { comment, HEADER, limitsSentence } from './comments.ts'
import { documentedExample } from './emit-examples.ts'
import { fileName, functionName, memberName } from './names.ts'
import { NOTES, SHAPES, SUCCESSORS } from './notes.ts'
import { membersOf, type Parameter, type Schema, type SpecOperation } from './spec.ts'

/** The file of one operation, and the names it exports. */
export interface OperationFile {
  readonly action: string
  readonly path: string
  readonly text: string
  readonly functionName: string
  readonly types: readonly string[]
}

/** Writes the TypeScript of one operation: its function, the types of request and response, and their nested types. */
export function emitOperation(operation: SpecOperation): OperationFile {
  const { name } = operation
  const requestType = `${name}Request`
  const responseType = `${name}Response`
  const interfaces = new Interfaces(name)
  const request: Schema = { type: 'object', properties: operation.params, description: `What \`${functionName(name)}\` is asked.` }
  const response: Schema = { ...operation.response, description: `What \`${functionName(name)}\` answers.` }
  interfaces.add(requestType, request, '')
  interfaces.add(responseType, response, '')
  const usesFiles = filesOf(operation.params).length > 0

  const text = [
    HEADER,
    `import { defineOperation, type Operation } from '../define-operation.ts'`,
    usesFiles ? `import type { FileInput } from '../file-input.ts'` : '',
    '',
    functionComment(operation),
    `export const ${functionName(name)}: Operation<${requestType}, ${responseType}> = /* @__PURE__ */ defineOperation(${descriptor(operation)})`,
    '',
    interfaces.text(),
  ].join('\n')
  return {
    action: name,
    path: `src/operations/${fileName(name)}.ts`,
    text,
    functionName: functionName(name),
    types: interfaces.names(),
  }
}

/** The interfaces of one operation, each written once. */
class Interfaces {
  readonly #action: string
  readonly #texts = new Map<string, string>()

  constructor(action: string) {
    this.#action = action
  }

  names(): string[] {
    return [...this.#texts.keys()]
  }

  text(): string {
    return [...this.#texts.values()].join('\n')
  }

  add(name: string, schema: Schema, wirePath: string): void {
    // The place in the list is taken before the nested interfaces are added, so that the outer one comes first.
    this.#texts.set(name, '')
    const members = membersOf(schema)
      .sort(byPresence)
      .map(([wireName, member]) => this.#member(name, wireName, member, wirePath))
    const text = [comment([schema.description ?? '']), `export interface ${name} {`, ...members, '}', ''].join('\n')
    this.#texts.set(name, text)
  }

  #member(owner: string, wireName: string, schema: Schema, wirePath: string): string {
    const path = wirePath === '' ? wireName : `${wirePath}.${wireName}`
    const type = this.#type(schema, owner, wireName, path)
    const required = isParameter(schema) ? schema.required : path === 'RequestId'
    const line = `${memberName(wireName)}${required ? '' : '?'}: ${type}${required ? '' : ' | undefined'}`
    return [comment([describe(schema)]), line].filter(Boolean).join('\n')
  }

  #type(schema: Schema, owner: string, wireName: string, path: string): string {
    if (isParameter(schema) && schema.uploadField) return 'FileInput'
    switch (schema.type) {
      case 'string':
        return stringType(schema)
      case 'boolean':
        return 'boolean'
      case 'map':
        return 'Record<string, unknown>'
      case 'array': {
        if (!schema.items) throw new Error(`${this.#action}: ${path} has no items`)
        const item = this.#type(schema.items, owner, wireName, `${path}[]`)
        return `${isParameter(schema) ? 'readonly ' : ''}${/[ |]/.test(item) ? `(${item})` : item}[]`
      }
      case 'object':
        return this.#object(schema, owner, wireName, path)
      default:
        return 'number'
    }
  }

  #object(schema: Schema, owner: string, wireName: string, path: string): string {
    const members = membersOf(schema).map(([name, member]) => `${name}:${kindOf(member)}`)
    const shape = SHAPES[members.sort().join()]
    if (shape) {
      const name = this.#action + shape.name
      if (!this.#texts.has(name)) this.add(name, { ...schema, description: shape.doc }, path)
      return name
    }
    // The path glued together, as in the official clients, less the word Response.
    const name = owner.replace(/Response$/, '') + wireName
    this.add(name, { ...schema, description: schema.description ?? `An entry of \`${path.split('.').map(memberName).join('.')}\`.` }, path)
    return name
  }
}

const kindOf = ({ type }: Schema): string => (/^(int|float|double)/.test(type) ? 'number' : type)

/** The request id, which every answer has, comes first. */
function byPresence([a]: [string, Schema], [b]: [string, Schema]): number {
  return Number(b === 'RequestId') - Number(a === 'RequestId')
}

/** Known values stay open, since the service may add to them. */
function stringType(schema: Schema): string {
  const { accepted, enum: values } = isParameter(schema) ? (schema.constraints ?? {}) : {}
  const known = schema.knownValues ?? accepted ?? values
  return known ? [...known.map((value) => `'${value}'`), '(string & {})'].join(' | ') : 'string'
}

function describe(schema: Schema): string {
  if (isParameter(schema) && schema.uploadField) {
    const { name } = schema
    const what = /^Image/i.test(name) ? 'picture' : /^Video/i.test(name) ? 'video' : 'file'
    return `The ${what}: an address that the service can fetch (best an object in OSS, China (Shanghai); no Chinese characters), or a file to upload.`
  }
  const text = schema.description ?? ''
  // The description says already that a text is JSON or base64.
  return schema.format === undefined || /json|base64/.test(schema.format) ? text : `${text} Form: ${schema.format}.`.trim()
}

function functionComment(operation: SpecOperation): string {
  const { name, status, summary, inputLimits, serviceNotice } = operation
  const example = status === 'current' ? documentedExample(operation) : []
  return comment([
    summary,
    ...(inputLimits ? [limitsSentence(inputLimits)] : []),
    ...(NOTES[name] ?? []),
    ...(serviceNotice ? [serviceNotice] : []),
    ...(status === 'retired' ? [`@deprecated ${retirement(operation)}`] : []),
    ...(example.length > 0 ? [['@example', '```ts', ...example, '```'].join('\n')] : []),
  ])
}

/** Why a retired operation should not be used, and what to use. */
export function retirement(operation: SpecOperation): string {
  const successor = SUCCESSORS[operation.name]
  if (!successor) throw new Error(`${operation.name}: say in notes.ts what to use instead`)
  return `Retired after version ${operation.sdk.lastTs} of the official client; whether the service still answers is unknown. ${successor}`
}

/** The facts that differ from the defaults of `defineOperation`; see `RpcOperation` for their meaning. */
function descriptor(operation: SpecOperation): string {
  const { name, method, params, response } = operation
  const query = params.filter((parameter) => parameter.position === 'Query').map((parameter) => parameter.name)
  const files = filesOf(params)
  const maps = mapsOf(response)
  const json = params.filter((parameter) => parameter.serialization === 'json').map((parameter) => `${parameter.name}: 'json'`)
  const facts = [
    `action: '${name}'`,
    ...(method === 'POST' ? [] : [`method: '${method}'`]),
    ...(query.length > 0 ? [`query: ${listOf(query)}`] : []),
    ...(files.length > 0 ? [`files: ${listOf(files)}`] : []),
    ...(json.length > 0 ? [`styles: { ${json.join(', ')} }`] : []),
    ...(maps.length > 0 ? [`maps: ${listOf(maps)}`] : []),
  ]
  checkRequestNames(name, params)
  return `{ ${facts.join(', ')} }`
}

/** Wire paths of the parameters that take a file, such as `Tasks[].ImageURL`. */
function filesOf(parameters: readonly Parameter[], prefix = ''): string[] {
  return parameters.flatMap((parameter) => {
    const path = prefix + parameter.name
    if (parameter.uploadField) return [path]
    const { items } = parameter
    return items
      ? filesOf(
          membersOf(items).map(([, member]) => member as Parameter),
          `${path}[].`,
        )
      : []
  })
}

function mapsOf(schema: Schema, path = ''): string[] {
  if (schema.type === 'map') return [path]
  if (schema.items) return mapsOf(schema.items, `${path}[]`)
  return membersOf(schema).flatMap(([name, member]) => mapsOf(member, path === '' ? name : `${path}.${name}`))
}

/** Requests are sent with a capital first letter; a name for which that is wrong would have to stand in the descriptor's `names`. */
function checkRequestNames(action: string, parameters: readonly Parameter[]): void {
  for (const parameter of parameters) {
    const member = memberName(parameter.name)
    if (member.charAt(0).toUpperCase() + member.slice(1) !== parameter.name)
      throw new Error(`${action}: ${parameter.name} needs an entry in names`)
    if (parameter.items)
      checkRequestNames(
        action,
        membersOf(parameter.items).map(([, item]) => item as Parameter),
      )
  }
}

const listOf = (texts: readonly string[]): string => `[${texts.map((text) => `'${text}'`).join(', ')}]`
const isParameter = (schema: Schema): schema is Parameter => 'required' in schema
