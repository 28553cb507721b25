import { readFileSync } from 'node:fs'

/** A file of `__fixtures__/tls`; its README says how they were made. */
export const tlsFile = (name: string): string => readFileSync(new URL(`./__fixtures__/tls/${name}.pem`, import.meta.url), 'utf8')

/** A certificate that `ca` vouches for, with its key. */
export const certified = (name: 'server' | 'wrong-host' | 'expired'): { readonly key: string; readonly cert: string } => ({
  key: tlsFile('server-key'),
  cert: tlsFile(name),
})
