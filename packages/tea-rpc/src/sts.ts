export { readSession } from './sts/read-session.ts'
export { findHome, readDuration } from './sts/session-options.ts'
export { createStsCall, STS_OPTIONS, type StsOptions } from './sts/sts-call.ts'
export type { StsDeniedError } from './sts/sts-client.ts'
