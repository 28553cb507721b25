import type { TransportOptions } from './transport-options.ts'

/** What decides the way to a host that gives credentials. */
export type Route = Pick<TransportOptions, 'httpsProxy' | 'noProxy' | 'ca' | 'connectTimeout' | 'fetch'>
