import { readFileSync } from 'node:fs'

/** A case of a golden vector file. */
export interface VectorCase {
  readonly name: string
  readonly status: string
  readonly note?: string
  // biome-ignore lint/suspicious/noExplicitAny: the shape of recorded data differs from case to case
  readonly input: any
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly expect: any
}

/** The cases of a vector file; values that JSON cannot hold are restored. */
export function readVectors(file: string): VectorCase[] {
  const text = readFileSync(new URL(`./__fixtures__/${file}`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { cases: VectorCase[] }).cases.map((one) => ({ ...one, input: restore(one.input) as object }))
}

function restore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restore)
  if (typeof value !== 'object' || value === null) return value
  const { $t, v } = value as { $t?: string; v?: string }
  switch ($t) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, restore(member)]))
    case 'undefined':
      return undefined
    case 'number':
      return Number(v)
    case 'bigint':
      return BigInt(v as string)
    case 'date':
      return new Date(v as string)
    case 'bytes':
      return Buffer.from(v as string, 'base64')
    default:
      throw new Error(`unknown tag ${$t}`)
  }
}
