import { createPrivateKey, generateKeyPairSync, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { findCanary } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { PKCS1, PKCS8, PUBLIC_KEY } from '../test/__fixtures__/throw-away-key.ts'
import { rsaSha256Signer } from './rsa-sha256-signer.ts'

const TEXT = 'POST&%2F&Action%3DX%26Name%3D%25E6%25B5%258B'
const base64 = (pem: string) => pem.replace(/-----.*-----|\n/g, '')
const key = createPrivateKey(PKCS8)
const encrypted = { cipher: 'aes-256-cbc', passphrase: 'x' } as const
const smallKey = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const edwards = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const refusal = (text: unknown): Record<string, unknown> => {
  try {
    rsaSha256Signer(text as string)
  } catch (error) {
    return error as Record<string, unknown>
  }
  throw new Error('accepted')
}

describe('rsaSha256Signer', () => {
  it.each([
    ['PKCS#8', PKCS8],
    ['PKCS#1', PKCS1],
    ['CRLF', PKCS8.replaceAll('\n', '\r\n')],
    ['CRLF and PKCS#1', PKCS1.replaceAll('\n', '\r\n')],
    ['a byte-order mark', `\ufeff${PKCS8}`],
    ['no final line end', PKCS8.trim()],
    ['text around it', `Bag Attributes\n  friendlyName: x\n${PKCS8}\nmore`],
    ['one line', `-----BEGIN PRIVATE KEY-----${base64(PKCS8)}-----END PRIVATE KEY-----`],
    ['bare base64 of PKCS#8', base64(PKCS8)],
    ['bare base64 on lines with a mark', `\ufeff${PKCS8.split('\n').slice(1, -2).join('\r\n')}\n`],
    ['bare base64 of PKCS#1', base64(PKCS1)],
    ['a certificate before it', `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${PKCS1}`],
    ['more bits', smallKey(3072)],
  ])('R81 E56 takes %s', async (name, pem) => {
    const signer = rsaSha256Signer(pem)
    expect(signer).toMatchObject({ algorithm: 'SHA256withRSA', type: 'PRIVATEKEY' })
    const signature = await signer.sign(TEXT)
    expect(await signer.sign(TEXT)).toBe(signature)
    if (name !== 'more bits') expect(verify('sha256', Buffer.from(TEXT), PUBLIC_KEY, Buffer.from(signature, 'base64'))).toBe(true)
    expect(signature).toMatch(/^[A-Za-z0-9+/]+=*$/)
  })

  it('signs UTF-8', async () => {
    const signature = await rsaSha256Signer(PKCS8).sign('测试')
    expect(verify('sha256', Buffer.from('测试'), PUBLIC_KEY, Buffer.from(signature, 'base64'))).toBe(true)
  })

  it.each<[string, unknown, RegExp, RegExp]>([
    ['empty', '', /is empty/, /PEM/],
    ['blank', ' \n', /is empty/, /PEM/],
    ['not text', 5, /is empty/, /PEM/],
    ['encrypted PKCS#8', key.export({ type: 'pkcs8', format: 'pem', ...encrypted }), /is encrypted/, /openssl pkey -in/],
    ['encrypted PKCS#1', key.export({ type: 'pkcs1', format: 'pem', ...encrypted }), /is encrypted/, /openssl pkey -in/],
    ['bare encrypted', base64(String(key.export({ type: 'pkcs8', format: 'pem', ...encrypted }))), /is encrypted/, /openssl pkey/],
    ['1024 bits', smallKey(1024), /fewer than 2048 bits/, /openssl genrsa/],
    [
      '1024 bits, PKCS#1',
      base64(createPrivateKey(smallKey(1024)).export({ type: 'pkcs1', format: 'pem' }).toString()),
      /fewer than/,
      /genrsa/,
    ],
    ['512 bits', smallKey(512), /fewer than 2048 bits/, /openssl genrsa/],
    ['EC, PKCS#8', curve.export({ type: 'pkcs8', format: 'pem' }), /elliptic curve/, /openssl genrsa/],
    ['EC, SEC1', curve.export({ type: 'sec1', format: 'pem' }), /elliptic curve/, /openssl genrsa/],
    ['EC, bare', base64(String(curve.export({ type: 'sec1', format: 'pem' }))), /elliptic curve/, /openssl genrsa/],
    ['Ed25519', edwards, /not an RSA key/, /openssl genrsa/],
    ['RSA-PSS', pss, /not an RSA key/, /openssl genrsa/],
    ['public', PUBLIC_KEY, /public key/, /private key that belongs/],
    ['public, bare', base64(PUBLIC_KEY), /public key/, /private key that belongs/],
    ['public, PKCS#1', `-----BEGIN RSA PUBLIC KEY-----\n${base64(PUBLIC_KEY)}\n-----END RSA PUBLIC KEY-----`, /public key/, /private key/],
    ['certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /certificate/, /private key/],
    ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----', /OpenSSH/, /ssh-keygen -p -m PKCS8/],
    ['another label', '-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----', /not a private key in PEM/, /BEGIN PRIVATE KEY/],
    ['a wrong label', PKCS8.replaceAll('PRIVATE', 'RSA PRIVATE').replace(base64(PKCS8).slice(0, 8), 'AAAAAAAA'), /is damaged/, /PEM file/],
    ['cut off', PKCS8.slice(0, 600), /cut off/, /whole text/],
    ['cut off inside', PKCS8.replace(/\n.{64}\n/, '\n'), /is damaged/, /PEM file/],
    ['escaped line ends', PKCS8.replaceAll('\n', '\\n'), /is damaged/, /line breaks/],
    ['a path', '/keys/key.pem', /not a private key in PEM/, /BEGIN PRIVATE KEY/],
    ['JSON', JSON.stringify({ key: PKCS8 }), /is damaged/, /PEM/],
    ['a word', 'secret', /not a private key in PEM/, /BEGIN PRIVATE KEY/],
    ['base64 of something else', btoa('x'.repeat(300)), /not a private key in PEM/, /openssl pkey/],
  ])('R81 E57 refuses what is %s, saying what to do', (_, text, problem, hint) => {
    const error = refusal(text)
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'privateKey' })
    expect(error.message).toMatch(problem)
    expect(error.hint).toMatch(hint)
    const secret = typeof text === 'string' ? base64(text).slice(30, 200) : ''
    if (secret.length > 100) expect(findCanary(secret, error, inspect(error, { showHidden: true }))).toEqual([])
  })

  it('says at the first signature that a key is damaged inside', async () => {
    const der = Buffer.from(base64(PKCS1), 'base64')
    // The exponent is no longer a number.
    expect([...der.subarray(268, 273)]).toEqual([2, 3, 1, 0, 1])
    der[268] = 4
    const signer = rsaSha256Signer(der.toString('base64'))
    await expect(signer.sign(TEXT)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'privateKey' })
  })
})
