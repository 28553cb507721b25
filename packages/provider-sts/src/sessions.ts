/** What asks STS for sessions: loaded when the first is asked for, as a default chain mostly finds keys before. */
export { createRoleRequest } from './assume-role.ts'
export { createTokenExchange } from './exchange-token.ts'
