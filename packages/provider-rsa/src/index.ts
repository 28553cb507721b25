export { type FromRsaKeyPairOptions, fromRsaKeyPair } from './from-rsa-key-pair.ts'
export { rsaSha256Signer } from './rsa-sha256-signer.ts'
export type { StsDeniedError } from './sts/sts-call.ts'
