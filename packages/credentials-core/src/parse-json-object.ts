/**
 * The own members of a JSON object, as plain data without a prototype; none when the text is something else. What the parser says is left
 * out: it quotes the text (R4).
 */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return Object.assign(Object.create(null), Array.isArray(value) || typeof value !== 'object' ? undefined : value)
  } catch {
    return {}
  }
}
