import type { CacheOptions, Environment, FetchLike, ReadFile } from '@x/credentials-core'

/** Where the providers of the chain find what they need, also those that a profile asks for. */
export interface Places {
  readonly env: Environment | undefined
  readonly home: string | undefined
  readonly readFile: ReadFile | undefined
  readonly fetch: FetchLike | undefined
  readonly refresh: CacheOptions
  readonly stsEndpoint: string | undefined
  readonly metadataEndpoint: string | undefined
}
