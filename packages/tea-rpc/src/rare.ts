/**
 * What few calls need: it is loaded by the first that does, so that the others stay small. `load-rare.ts` is the way to it.
 */
export { toProvider } from '@x/credentials-core/to-provider'
export { checkRuntime } from './check-runtime.ts'
export { findEndpoint } from './find-endpoint.ts'
export { flatten } from './flatten.ts'
export { checkPath, mergeHeaders } from './merge-headers.ts'
export { applyStyle } from './parameter-style.ts'
export { parseExact } from './parse-exact.ts'
export { checkCombination, toPayload } from './to-payload.ts'
export { toTransportError } from './transport-errors.ts'
