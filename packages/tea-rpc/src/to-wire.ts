import { wireName } from './response-names.ts'

/** A request with its members under their wire names, at every depth. Values are left alone. */
export function toWire(request: object, names: Readonly<Record<string, string>> = {}, path = ''): Record<string, unknown> {
  const wire: Record<string, unknown> = {}
  for (const [member, value] of Object.entries(request)) {
    const at = path + member
    wire[(Object.hasOwn(names, at) && names[at]) || wireName(member)] = renamed(value, names, at)
  }
  return wire
}

function renamed(value: unknown, names: Readonly<Record<string, string>>, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, names, `${path}[]`))
  return isData(value) ? toWire(value, names, `${path}.`) : value
}

const isData = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))
