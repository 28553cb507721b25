import { isAlibabaCloudError } from '@x/credentials-core'
import { createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromRsaKeyPair, rsaSha256Signer } from '../src/index.ts'
import { PKCS1, PKCS8, SIGNATURE_V3 } from './__fixtures__/throw-away-key.ts'

const SessionAccessKey = { SessionAccessKeyId: 'TMPSK.example', SessionAccessKeySecret: 'secret', Expiration: '2130-01-01T00:00:00Z' }
const fixed = { now: () => Date.parse('2024-01-02T03:04:05Z'), nonce: () => '00000000000000000000000000000001', env: {} }

describe('on every platform', () => {
  it.each([
    ['PKCS#8', PKCS8],
    ['PKCS#1', PKCS1],
    ['bare base64', PKCS8.replace(/-----.*-----|\n/g, '')],
  ])('signs with a key in %s what node:crypto signs', async (_, privateKey) => {
    const fetch = createScriptedFetch([{ body: { SessionAccessKey } }])
    const { accessKeyId, securityToken } = await fromRsaKeyPair({ ...fixed, publicKeyId: 'PUBKEYID', privateKey, fetch })()
    expect([accessKeyId, securityToken]).toEqual(['TMPSK.example', undefined])
    expect(new URLSearchParams(String(fetch.requests[0]?.body)).get('Signature')).toBe(SIGNATURE_V3)
  })

  it('says that a key is damaged inside', async () => {
    const der = Uint8Array.from(atob(PKCS1.replace(/-----.*-----|\n/g, '')), (digit) => digit.charCodeAt(0)).fill(4, 268, 269)
    const error = await Promise.resolve(rsaSha256Signer(btoa(String.fromCharCode(...der))).sign('text')).catch((error: unknown) => error)
    expect(isAlibabaCloudError(error) && error.code).toBe('ERR_INVALID_OPTION')
  })
})
