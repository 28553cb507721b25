/** One parameter of a query or form body, decoded. */
export type Pair = readonly [name: string, value: string]

/** Reads `a=1&b=2`. `+` and `%20` are both a space, as servers read them; a name may stand twice. */
export function parseForm(text: string): Pair[] {
  // The leading & keeps the parser from taking a first ? for the start of a query.
  return [...new URLSearchParams(`&${text}`)]
}
