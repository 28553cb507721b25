import { type AlibabaCloudError, invalidOption } from '@x/credentials-core'
import { toTimestamp } from './to-timestamp.ts'

/**
 * Turns nested parameters into the flat map that is signed and sent: members joined by `.`, list items counted from 1.
 * `null` and `undefined` are left out (a list keeps the numbers of its other items), a `Date` becomes `YYYY-MM-DDTHH:mm:ssZ`,
 * an object with `toMap()` becomes its map. Of two parameters with one name the later wins.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, whose `field` is the parameter, for what has no text: functions, symbols,
 * `NaN` and infinities, bytes, maps and sets, and objects that contain themselves.
 * @example flatten({ Tasks: [{ ImageURL: 'https://…' }] }) // { 'Tasks.1.ImageURL': 'https://…' }
 */
export function flatten(params: object, field = 'params'): Record<string, string> {
  const members = plain(params ?? {})
  if (!members) throw noText(field, nameOf(params))
  // No prototype: a parameter may be called __proto__.
  const flat: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(members)) write(flat, name, value, [])
  return flat
}

function write(flat: Record<string, string>, name: string, value: unknown, parents: object[]): void {
  switch (typeof value) {
    case 'string':
      flat[name] = value
      return
    case 'number':
      if (!Number.isFinite(value)) throw noText(name, String(value))
      flat[name] = String(value)
      return
    case 'boolean':
    case 'bigint':
      flat[name] = String(value)
      return
    case 'undefined':
      return
    case 'object':
      if (value !== null) writeObject(flat, name, value, parents)
      return
    default:
      throw noText(name, `a ${typeof value}`)
  }
}

/** No request has as many, and a stack holds more. */
const MAX_DEPTH = 100

/** The error for what has no text form. */
function noText(name: string, kind: string): AlibabaCloudError {
  return invalidOption(name, `is ${kind}`, 'Pass text, a finite number, a boolean, a date, a list or a plain object.')
}

function writeObject(flat: Record<string, string>, name: string, value: object, parents: object[]): void {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw noText(name, 'an invalid Date')
    flat[name] = toTimestamp(value.getTime())
    return
  }
  if (parents.includes(value)) throw noText(name, 'part of itself')
  if (parents.length === MAX_DEPTH) throw noText(name, `more than ${MAX_DEPTH} levels deep`)
  const inside = [...parents, value]
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      write(flat, join(name, String(index + 1)), item, inside)
    })
    return
  }
  const members = plain(value)
  if (!members) {
    throw noText(name, nameOf(value))
  }
  for (const [member, item] of Object.entries(members)) write(flat, join(name, member), item, inside)
}

/** The members of an object that is data; nothing for bytes, maps, streams and the like. */
function plain(value: object | null | undefined): object | undefined {
  if (!value) return undefined
  const { toMap } = value as { toMap?: unknown }
  const data: unknown = typeof toMap === 'function' ? toMap.call(value) : value
  return Array.isArray(data) || Object.prototype.toString.call(data) === '[object Object]' ? (data as object) : undefined
}

const nameOf = (value: unknown): string => `a ${Object.prototype.toString.call(value).slice(8, -1)}`

const join = (parent: string, member: string): string => (parent === '' ? member : `${parent}.${member}`)
