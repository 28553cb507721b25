import type { CredentialProvider, KeyCredentials } from '@x/credentials-core'
import type { Signer } from '@x/tea-rpc/sign'
import { describe, expectTypeOf, it } from 'vitest'
import { type FromRsaKeyPairOptions, fromRsaKeyPair, rsaSha256Signer } from '../src/index.ts'
import * as node from '../src/node.ts'

describe('the types', () => {
  it('want the id of the public key', () => {
    expectTypeOf(fromRsaKeyPair).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf<{ privateKey: string }>().not.toExtend<FromRsaKeyPairOptions>()
    expectTypeOf<{ publicKeyId: string; privateKeyFile: string | undefined }>().toExtend<FromRsaKeyPairOptions>()
  })

  it('give a signer for any version 1 request', () => {
    expectTypeOf(rsaSha256Signer).returns.toEqualTypeOf<Signer>()
  })

  it('are the same in both entries', () => {
    expectTypeOf(node.fromRsaKeyPair).toEqualTypeOf(fromRsaKeyPair)
    expectTypeOf(node.rsaSha256Signer).toEqualTypeOf(rsaSha256Signer)
  })
})
