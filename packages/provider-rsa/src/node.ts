export { type FromRsaKeyPairOptions, rsaSha256Signer, type StsDeniedError } from '@x/provider-rsa'
export { fromRsaKeyPair } from './from-rsa-key-pair.node.ts'
