import { VERSION } from './version.ts'

/** What spans and metrics say about where they come from: name, version, and the semantic conventions they follow. */
export const SCOPE: readonly [name: string, version: string, options: { readonly schemaUrl: string }] = [
  '@x/otel',
  VERSION,
  { schemaUrl: 'https://opentelemetry.io/schemas/1.45.0' },
]
