import { inspect } from 'node:util'
import type { CredentialEvent } from '@x/credentials-core'
import { createFakeClock, createScriptedFetch, findCanary, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { fromRsaKeyPair, rsaSha256Signer } from '../src/index.ts'
import { PKCS1, PKCS8 } from './__fixtures__/throw-away-key.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
/** Some of the private half of the key, from lines of both formats. */
const KEY = [PKCS8, PKCS1].flatMap((pem) => pem.split('\n').slice(8, -3))
const SessionAccessKey = { SessionAccessKeyId: 'TMPSK.example', SessionAccessKeySecret: SECRET, Expiration: '2030-01-01T01:00:00Z' }

function expectClean(...values: unknown[]): void {
  for (const value of values) {
    const printed = [inspect(value, { depth: 9, showHidden: true }), `${value instanceof Error ? value.stack : ''}`]
    for (const canary of [SECRET, ...KEY]) expect(findCanary(canary, value, ...printed)).toEqual([])
  }
}
const setUp = (answer: ScriptedAnswer, onEvent?: (event: CredentialEvent) => void) => {
  const clock = createFakeClock()
  const refresh = { ...clock, onEvent }
  const fetch = createScriptedFetch(() => answer)
  return { clock, provider: fromRsaKeyPair({ publicKeyId: 'PUBKEYID', privateKey: PKCS8, fetch, env: {}, refresh }) }
}

describe('R1 R2 R3 the canary', () => {
  it('shows neither in a signer, nor in a provider, its credentials and events', async () => {
    const events: CredentialEvent[] = []
    const { provider, clock } = setUp({ body: { SessionAccessKey } }, (event) => events.push(event))
    const credentials = await provider()
    await clock.advance(61 * 60_000)
    await provider().catch(() => {})
    expect(events).toHaveLength(2)
    expectClean(provider, credentials, events)
    const signer = rsaSha256Signer(PKCS1)
    expectClean(signer)
    await signer.sign('text')
    expectClean(signer)
  })

  it.each<[string, ScriptedAnswer]>([
    ['without an end', { body: { SessionAccessKey: { ...SessionAccessKey, Expiration: SECRET } } }],
    ['without an id', { body: { SessionAccessKey: { ...SessionAccessKey, SessionAccessKeyId: `${SECRET} x` } } }],
    ['of another kind', { body: { Credentials: SessionAccessKey } }],
    ['cut off', { body: JSON.stringify({ SessionAccessKey }).slice(0, -3) }],
    ['refused with a page', { status: 403, body: `<p>${SECRET}</p>` }],
    ['refused with keys', { status: 400, body: { SessionAccessKey, Recommend: SECRET, HostId: SECRET, RequestId: `/${SECRET}` } }],
    [
      'refused with a string to sign',
      { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: `server string to sign is:${SECRET}` } },
    ],
    ['lost', { error: new Error(SECRET) }],
  ])('shows in no error for an answer %s', async (_, answer) => {
    const error = await setUp(answer)
      .provider()
      .catch((error) => error)
    expect(error.code).toMatch(/^ERR_/)
    expectClean(error, error.toJSON())
  })

  it('shows in no error for a key that is damaged, in code or in a file', async () => {
    for (const pem of [PKCS8.slice(0, -40), PKCS8.replace('\n', '\n%'), PKCS1.replaceAll('\n', '\\n'), `${KEY.join('')}`]) {
      const readFile = async () => pem
      const inFile = fromRsaKeyPair({ publicKeyId: 'PUBKEYID', privateKeyFile: '/key.pem', readFile, env: {}, refresh: createFakeClock() })
      const errors = [await inFile().catch((error) => error)]
      try {
        rsaSha256Signer(pem)
      } catch (error) {
        errors.push(error)
      }
      expect(errors.map(({ code }) => code)).toEqual(['ERR_INVALID_OPTION', 'ERR_INVALID_OPTION'])
      expectClean(...errors)
    }
  })
})
