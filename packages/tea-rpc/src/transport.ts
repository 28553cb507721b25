export { createTransport } from '#transport'
export type { Transport, TransportOptions } from './transport-options.ts'
