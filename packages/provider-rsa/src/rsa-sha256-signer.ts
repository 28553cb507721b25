import { type AlibabaCloudError, invalidOption } from '@x/credentials-core'
import type { Signer } from '@x/tea-rpc/sign'
import { isKeyProblem, type KeyProblem, parsePrivateKey } from './parse-private-key.ts'

/** What a signature says about itself. Source: the signers of the official PHP and Go packages. */
export const RSA_SHA256 = { algorithm: 'SHA256withRSA', type: 'PRIVATEKEY' } as const

/**
 * Signs version 1 requests with an RSA private key: RSASSA-PKCS1-v1_5 with SHA-256, in base64. The text of the key is not kept; WebCrypto
 * holds it from the first signature on, and gives it to nobody.
 *
 * @param pem - PKCS#8 or PKCS#1 in PEM, or the base64 of either alone; at least 2048 bits.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for anything else, saying what it is and how to convert it.
 * @example const signer = rsaSha256Signer(await readFile('key.pem', 'utf8'))
 */
export function rsaSha256Signer(pem: string): Signer {
  return createRsaSigner(pem, ({ problem, hint }) => invalidOption('privateKey', problem, hint))
}

/** `rsaSha256Signer`, whose errors the caller makes. */
export function createRsaSigner(text: unknown, fail: (problem: KeyProblem) => AlibabaCloudError): Signer {
  if (typeof text !== 'string' || text.trim() === '') throw fail({ problem: 'is empty', hint: 'Give the text of a PEM file.' })
  const outcome = parsePrivateKey(text)
  if (isKeyProblem(outcome)) throw fail(outcome)
  let der: Uint8Array<ArrayBuffer> | undefined = outcome
  let imported: Promise<CryptoKey> | undefined

  return {
    ...RSA_SHA256,
    async sign(text) {
      imported ??= importKey(der as Uint8Array<ArrayBuffer>)
      der = undefined
      try {
        const signature = await crypto.subtle.sign(METHOD.name, await imported, new TextEncoder().encode(text))
        return btoa(String.fromCharCode(...new Uint8Array(signature)))
      } catch {
        throw fail({ problem: 'is damaged inside, and cannot sign', hint: 'Give the PEM file as it was made.' })
      }
    },
  }
}

const METHOD = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

function importKey(der: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', der, METHOD, false, ['sign'])
}
