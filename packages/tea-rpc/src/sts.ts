export { readSession } from './sts/read-session.ts'
export { createSetting } from './sts/setting.ts'
export { createStsCall, STS_OPTIONS, type StsDeniedError, type StsOptions } from './sts/sts-call.ts'
