/**
 * Flat parameters as the texts that are signed and sent. Most requests have texts and numbers only; nothing comes back for others, which
 * are the matter of `flatten`.
 */
export function simpleTexts(params: unknown): Record<string, string> | undefined {
  const members = params ?? {}
  if (Object.getPrototypeOf(members) !== Object.prototype) return undefined
  // No prototype: a parameter may be called __proto__.
  const texts: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(members)) {
    if (typeof value === 'string') texts[name] = value
    else if (typeof value === 'boolean' || Number.isFinite(value)) texts[name] = String(value)
    else if (value !== undefined && value !== null) return undefined
  }
  return texts
}
