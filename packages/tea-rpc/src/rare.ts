/**
 * What few calls need: it is loaded by the first that does, so that the others stay small. `load-rare.ts` is the way to it.
 */
export { toProvider } from '@x/credentials-core/to-provider'
export { checkRuntime } from './check-runtime.ts'
export { completeRequest } from './complete-request.ts'
export { endWith } from './end-with.ts'
export { flatten } from './flatten.ts'
export { createOtherTransports } from './other-transports.ts'
export { applyStyle } from './parameter-style.ts'
export { parseExact } from './parse-exact.ts'
export { sleep } from './sleep.ts'
export { toTransportError } from './transport-errors.ts'
