/** What a `FetchLike` is asked to send: the members of `RequestInit` that these packages use. */
export interface FetchInit {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null
  signal?: AbortSignal | null
  /** Always `manual`: credentials must not follow a redirect to another host. */
  redirect?: 'manual'
  /** Set with a stream body, which the platform's `fetch` demands. */
  duplex?: 'half'
}

/** The part of `Response` that these packages read. */
export interface FetchLikeResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: ReadableStream<Uint8Array> | null
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

/** The seam to the network. Every `fetch` can be used as one. */
export type FetchLike = (url: string, init?: FetchInit) => Promise<FetchLikeResponse>
