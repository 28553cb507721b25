export type { StsDeniedError } from '@x/tea-rpc/sts'
export { type FromOidcRoleArnOptions, fromOidcRoleArn } from './from-oidc-role-arn.ts'
export { type FromRamRoleArnOptions, fromRamRoleArn } from './from-ram-role-arn.ts'
