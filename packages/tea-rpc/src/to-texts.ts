import { loadRare } from './load-rare.ts'

/**
 * Flat parameters as the texts that are signed and sent. Most requests have texts and numbers only; what has members or no text is the
 * matter of `flatten`, which is loaded for it.
 *
 * @param field What errors call the whole of them.
 * @throws AlibabaCloudError as `flatten`.
 */
export async function toTexts(params: object, field: string): Promise<Record<string, string>> {
  return simpleTexts(params) ?? (await loadRare()).flatten(params, field)
}

function simpleTexts(params: object): Record<string, string> | undefined {
  if (Object.getPrototypeOf(params) !== Object.prototype) return undefined
  // No prototype: a parameter may be called __proto__.
  const texts: Record<string, string> = Object.create(null)
  for (const name of Object.keys(params)) {
    const value = (params as Record<string, unknown>)[name]
    if (typeof value === 'string') texts[name] = value
    else if (typeof value === 'boolean' || Number.isFinite(value)) texts[name] = String(value)
    else if (value !== undefined && value !== null) return undefined
  }
  return texts
}
