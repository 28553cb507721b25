export { type FromOidcRoleArnOptions, type FromRamRoleArnOptions, fromRamRoleArn, type StsDeniedError } from '@x/provider-sts'
export { fromOidcRoleArn } from './from-oidc-role-arn.node.ts'
