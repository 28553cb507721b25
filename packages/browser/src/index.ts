export { type CredentialsHandlerOptions, credentialsHandler, type HandlerSession } from './credentials-handler.ts'
export { type FromBackendOptions, fromBackend } from './from-backend.ts'
export type { PolicyDocument } from './policy-text.ts'
export type { TabChannel, TabLocks, TabTools } from './tab-tools.ts'
