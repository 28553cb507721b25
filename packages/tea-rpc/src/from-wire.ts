import { responseName } from './response-names.ts'

/**
 * Wire data with the names that responses have here, at every depth.
 *
 * @param maps Paths of objects whose keys are data and stay, such as `Data.Content` or `Data.Items[].Values`.
 * @param path Where the value stands in a response; empty for the whole of it.
 */
export function fromWire(value: unknown, maps: readonly string[] = [], path = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => fromWire(item, maps, `${path}[]`))
  if (typeof value !== 'object' || value === null) return value
  const keep = maps.includes(path)
  const named: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const key = keep ? name : responseName(name)
    const item = fromWire(member, maps, path ? `${path}.${name}` : name)
    if (key === '__proto__') Object.defineProperty(named, key, { value: item, enumerable: true })
    else named[key] = item
  }
  return named
}
