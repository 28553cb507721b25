/** Makes something of a provider at its first use, and again only when there is another provider. */
export function perProvider<P, T>(provider: () => P, make: (provider: P) => T): () => T {
  let made: { readonly of: P; readonly value: T } | undefined
  return () => {
    const of = provider()
    if (made?.of !== of) made = { of, value: make(of) }
    return made.value
  }
}
