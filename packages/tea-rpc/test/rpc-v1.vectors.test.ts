import { describe, expect, it } from 'vitest'
import { createRpcClient } from '../src/index.ts'
import { hmacSha1Signer, signRpc } from '../src/sign.ts'
import { recordedCredential, recordingFetch } from './recorded-request.ts'
import { readVectors } from './vector-values.ts'

// Refused by name, where the packages sign a mistake or lose a value in silence (see the README of the vectors).
const REFUSED: Record<string, string> = {
  'number-nan-infinity': 'A',
  'bytes-flatten-by-index': 'D',
  'lone-high-surrogate': 'Text',
  'lone-low-surrogate': 'Text',
  'lone-surrogate-in-body': 'Text',
  'lone-surrogate-in-key': '\ud83d',
}
// Peers that disagree, and our choice.
const CHOSEN = [
  'method-lower-case', // upper-cased once, for the signature and the wire
  'override-signature-method-is-ignored', // as the tea clients: the caller cannot change how we sign
  'null-value', // absent values are not sent
  'undefined-value',
  'null-in-array',
]
// What we sign differs on purpose, so the recorded signature cannot be ours; the pairs are compared all the same.
const OTHER_SIGNATURE = [
  'method-lower-case', // POST is signed, not post
  'date-is-dropped', // the date is sent
]

describe('golden vectors: version 1', () => {
  for (const { name, status, input, expect: recorded } of readVectors('rpc-v1.json')) {
    it(`R80 ${name}`, async () => {
      expect(status === 'all-agree' || CHOSEN.includes(name), 'a decision is written down').toBe(true)
      const { fetch, requests } = recordingFetch()
      const { credential } = input
      const anonymous = credential.type === 'anonymous'
      const client = createRpcClient({
        ...(anonymous ? {} : { credential: recordedCredential(credential) }),
        endpoint: input.endpoint,
        signatureVersion: 'v1',
        fetch,
        now: () => Date.parse(input.clock),
        nonce: () => input.nonce,
      })
      const { action, version, method, query, body, headers } = input
      const sent = client.request(
        { action, version, method, query, body, headers, authType: anonymous ? 'Anonymous' : 'AK' },
        input.extendsQueries ? { extendsParameters: { queries: input.extendsQueries } } : {},
      )
      if (name in REFUSED) {
        await expect(sent).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: REFUSED[name] })
        expect(requests).toEqual([])
        return
      }
      await sent
      const [request] = requests
      expect(requests).toHaveLength(1)
      expect(request?.url.host).toBe(recorded.host)
      expect(request?.method).toBe(recorded.method.toUpperCase())
      // Which place carries a parameter is ours to choose (a POST has all in its body), so the merged pairs are compared.
      const { Signature, ...pairs } = { ...request?.query, ...request?.form }
      const { Signature: recordedSignature, ...recordedPairs } = { ...recorded.queryParams, ...recorded.form }
      expect(pairs).toEqual(name === 'date-is-dropped' ? { ...recordedPairs, D: '2020-01-02T03:04:05Z' } : recordedPairs)
      if (!OTHER_SIGNATURE.includes(name)) expect(Signature).toBe(recordedSignature)
      for (const header of ['x-acs-zero-trust-idtoken', 'x-acs-credentials-provider']) {
        if (recorded.headers[header]) expect(request?.headers[header]).toBe(recorded.headers[header])
      }
      if (recordedSignature && !OTHER_SIGNATURE.includes(name)) {
        const signer = hmacSha1Signer(credential.accessKeySecret)
        // A parameter of the caller's that is called Signature is signed like any other, and refused by the service.
        const params = name === 'caller-signature-parameter' ? { ...pairs, Signature: 'bogus' } : pairs
        expect(await signRpc({ method: recorded.method, params, signer })).toEqual({
          signature: recordedSignature,
          stringToSign: recorded.stringToSign,
        })
      }
    })
  }
})
