import { BIT_STRING, INTEGER, OCTET_STRING, readElement, readElements, SEQUENCE, writeElement } from './der.ts'

/** What is wrong with a key, in words that follow its name, and what to do about it. Quotes nothing of the key. */
export interface KeyProblem {
  readonly problem: string
  readonly hint: string
}

const NEW_KEY = 'Make a key with openssl genrsa -out key.pem 2048, and upload its public key.'
const PRIVATE_ONE = 'Give the private key that belongs to it.'

const NOT_PEM = {
  problem: 'is not a private key in PEM',
  hint: 'Give the text that begins with -----BEGIN PRIVATE KEY-----; openssl pkey -inform DER -in key.der -out key.pem makes it from DER.',
}
const CUT_OFF = { problem: 'is cut off: its END line is missing', hint: 'Give the whole text of the PEM file.' }
const DAMAGED = { problem: 'is damaged', hint: 'Give the PEM file as it was made, with line breaks and not with \\n in their place.' }
const ENCRYPTED = { problem: 'is encrypted', hint: 'Decrypt it with openssl pkey -in key.pem -out plain.pem, and protect that file.' }
const ELLIPTIC = { problem: 'is a key on an elliptic curve, and not RSA', hint: NEW_KEY }
const NOT_RSA = { problem: 'is not an RSA key', hint: NEW_KEY }
const PUBLIC = { problem: 'is a public key', hint: PRIVATE_ONE }
const CERTIFICATE = { problem: 'is a certificate', hint: PRIVATE_ONE }
const OPENSSH = { problem: "is in OpenSSH's own format", hint: 'Convert it with ssh-keygen -p -m PKCS8 -f key.' }
// Shorter ones are within reach of those who factor: NIST SP 800-131A allows no RSA signature below 2048 bits.
const SHORT = { problem: 'has fewer than 2048 bits', hint: NEW_KEY }

/** By what stands after BEGIN. The labels that may hold an RSA private key are missing here. */
const LABELS: Readonly<Record<string, KeyProblem>> = {
  'ENCRYPTED PRIVATE KEY': ENCRYPTED,
  'EC PRIVATE KEY': ELLIPTIC,
  'EC PARAMETERS': ELLIPTIC,
  'DSA PRIVATE KEY': NOT_RSA,
  'OPENSSH PRIVATE KEY': OPENSSH,
  'PUBLIC KEY': PUBLIC,
  'RSA PUBLIC KEY': PUBLIC,
  CERTIFICATE,
}

/**
 * An RSA private key as PKCS#8 DER, from PEM of PKCS#8 or PKCS#1, or from the base64 of either alone, with any line ends and marks around.
 * Sources: RFC 7468 (PEM), RFC 5208 (PKCS#8), RFC 8017 appendix A (PKCS#1).
 */
export function parsePrivateKey(text: string): Uint8Array<ArrayBuffer> | KeyProblem {
  // A file may hold a certificate or parameters, too.
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)]
  const [, label, body] = blocks.find(([, name]) => name?.endsWith('PRIVATE KEY')) ?? blocks[0] ?? []
  if (body === undefined || label === undefined) {
    if (text.includes('-----BEGIN')) return CUT_OFF
    return fromBase64(text, NOT_PEM)
  }
  // The older form of encryption keeps the label.
  if (/^Proc-Type:.*ENCRYPTED/m.test(body)) return ENCRYPTED
  return LABELS[label] ?? (/^(RSA )?PRIVATE KEY$/.test(label) ? fromBase64(body, DAMAGED) : NOT_PEM)
}

function fromBase64(text: string, otherwise: KeyProblem): Uint8Array<ArrayBuffer> | KeyProblem {
  const digits = text.replace(/^\ufeff|\s/g, '')
  if (!/^[A-Za-z0-9+/]+=*$/.test(digits)) return otherwise
  try {
    return fromDer(
      Uint8Array.from(atob(digits), (digit) => digit.charCodeAt(0)),
      otherwise,
    )
  } catch {
    return otherwise
  }
}

const RSA = '2a864886f70d010101'
const CURVES = '2a8648ce3d0201'

/** Tells the kinds of keys apart by their structure, which a wrong label cannot hide. */
function fromDer(der: Uint8Array<ArrayBuffer>, otherwise: KeyProblem): Uint8Array<ArrayBuffer> | KeyProblem {
  const outer = readElement(der)
  if (outer?.tag !== SEQUENCE || outer.end !== der.length) return otherwise
  const members = readElements(outer.content)
  const [first, second, third] = members
  const shape = [first?.tag, second?.tag].join()
  switch (shape) {
    case [INTEGER, SEQUENCE].join(): {
      const algorithm = hex(second && readElement(second.content)?.content)
      if (algorithm !== RSA) return algorithm === CURVES ? ELLIPTIC : NOT_RSA
      const key = third?.tag === OCTET_STRING ? readElement(third.content) : undefined
      return key ? (sizeProblem(readElements(key.content)[1]?.content) ?? der) : otherwise
    }
    case [INTEGER, INTEGER].join():
      // A public key of PKCS#1 has two numbers, a private one nine.
      if (members.length < 9) return members.length === 2 ? PUBLIC : otherwise
      return sizeProblem(second?.content) ?? toPkcs8(der)
    case [INTEGER, OCTET_STRING].join():
      return ELLIPTIC
    case [SEQUENCE, OCTET_STRING].join():
      return ENCRYPTED
    case [SEQUENCE, BIT_STRING].join():
      return PUBLIC
    case [SEQUENCE, SEQUENCE].join():
      return CERTIFICATE
    default:
      return otherwise
  }
}

function sizeProblem(modulus: Uint8Array | undefined): KeyProblem | undefined {
  if (!modulus) return DAMAGED
  const start = modulus.findIndex((byte) => byte > 0)
  const bits = start < 0 ? 0 : (modulus.length - start) * 8 - (Math.clz32(modulus[start] ?? 0) - 24)
  return bits < 2048 ? SHORT : undefined
}

/** Puts a key of PKCS#1 into the wrapping of PKCS#8, the one that WebCrypto reads. */
function toPkcs8(pkcs1: Uint8Array): Uint8Array<ArrayBuffer> {
  const version = [INTEGER, 1, 0]
  // rsaEncryption, with NULL for its parameters.
  const algorithm = [SEQUENCE, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0]
  return writeElement(SEQUENCE, new Uint8Array([...version, ...algorithm]), writeElement(OCTET_STRING, pkcs1))
}

function hex(bytes: Uint8Array | undefined): string {
  return Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether the outcome of `parsePrivateKey` is a problem. */
export function isKeyProblem(outcome: Uint8Array | KeyProblem): outcome is KeyProblem {
  return 'problem' in outcome
}
