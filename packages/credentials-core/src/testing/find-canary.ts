/** So many characters of a secret in a row give it away. */
const RUN = 12

/**
 * Where a secret shows: raw, URL-encoded, base64 or hex, or any twelve characters of these in a row. Each value is searched as text, as
 * JSON, as what a spread and a structured clone of it hold, and through all members of its own, hidden ones and causes included; nothing is
 * searched that takes a call or a name to read. Gives a list of places, which is empty when the secret is safe.
 *
 * @example expect(findCanary(secret, error, inspect(error))).toEqual([])
 */
export function findCanary(secret: string, ...values: unknown[]): string[] {
  const needles = runs(secret)
  const found: string[] = []
  const look = (place: string, text: string): void => {
    if (needles.some((needle) => text.includes(needle))) found.push(place)
  }
  values.forEach((value, index) => {
    const seen = new Set<unknown>()
    const walk = (place: string, member: unknown): void => {
      if (typeof member === 'string') look(place, member)
      if ((typeof member !== 'object' && typeof member !== 'function') || member === null || seen.has(member)) return
      seen.add(member)
      look(
        `text of ${place}`,
        attempt(() => String(member)),
      )
      look(
        `JSON of ${place}`,
        attempt(() => JSON.stringify(member)),
      )
      if (ArrayBuffer.isView(member)) look(place, new TextDecoder('latin1').decode(member))
      if (member instanceof Map || member instanceof Set) walk(`${place} entries`, [...member])
      for (const key of Reflect.ownKeys(member)) {
        look(`name in ${place}`, String(key))
        walk(
          `${place}.${String(key)}`,
          attempt(() => (member as Record<PropertyKey, unknown>)[key]),
        )
      }
    }
    walk(`value ${index}`, value)
    walk(
      `clone of value ${index}`,
      attempt(() => structuredClone(value)),
    )
  })
  return found
}

function runs(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret)
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  // A secret inside a longer text starts at any of three places of a base64 group.
  const base64 = [0, 1, 2].map((skip) =>
    btoa(String.fromCharCode(...bytes.slice(skip)))
      .replace(/=+$/, '')
      .slice(0, -1),
  )
  const forms = [secret, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64]
  return forms.flatMap((form) => Array.from({ length: Math.max(1, form.length - RUN + 1) }, (_, at) => form.slice(at, at + RUN)))
}

function attempt<T>(read: () => T): T | '' {
  try {
    return read() ?? ''
  } catch {
    return ''
  }
}
