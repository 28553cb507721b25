/**
 * What few calls need: it is loaded by the first that does, so that the others stay small. `load-rare.ts` is the way to it.
 */
export { toProvider } from '@x/credentials-core/to-provider'
export { addBearerToken } from './add-bearer-token.ts'
export { checkRuntime } from './check-runtime.ts'
export { completeRequest } from './complete-request.ts'
export { flatten } from './flatten.ts'
export { noProvider } from './no-provider.ts'
export { createOtherTransports } from './other-transports.ts'
export { applyStyle } from './parameter-style.ts'
export { parseExact } from './parse-exact.ts'
export { readOther } from './read-other.ts'
export { createRecovery } from './recovery.ts'
export { sleep } from './sleep.ts'
export { toTransportError } from './transport-errors.ts'
