export type { StsDeniedError } from '@x/tea-rpc/sts'
export { type FromRsaKeyPairOptions, fromRsaKeyPair } from './from-rsa-key-pair.ts'
export { rsaSha256Signer } from './rsa-sha256-signer.ts'
