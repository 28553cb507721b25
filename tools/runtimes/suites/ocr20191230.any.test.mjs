import { createOcrClient, recognizeCharacter } from '@x/ocr20191230'
import { describe, expect, it } from 'vitest'

const keys = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'examplesecretexamplesecret' }
const request = { imageURL: 'https://example.com/a.png', minHeight: 1, outputProbability: false }

describe('on every runtime', () => {
  it('signs a call by ACS3 and reads its answer', async () => {
    const sent = []
    const fetch = async (_url, init) => {
      sent.push(init)
      return new Response('{"RequestId":"r","Data":{"Results":[{"Text":"read"}]}}')
    }
    const response = await recognizeCharacter(createOcrClient({ ...keys, signatureVersion: 'acs3', fetch }), request)
    expect(response.data.results[0].text).toBe('read')
    expect(sent[0].headers['x-acs-action']).toBe('RecognizeCharacter')
    const signed = /^ACS3-HMAC-SHA256 Credential=LTAIexampleexample01,SignedHeaders=[a-z0-9;-]+,Signature=[0-9a-f]{64}$/
    expect(sent[0].headers.authorization).toMatch(signed)
  })

  it('refuses a path where a picture belongs, by name', async () => {
    const error = await recognizeCharacter(createOcrClient(keys), { ...request, imageURL: '/a/path.png' }).catch((caught) => caught)
    expect([error.code, error.field]).toEqual(['ERR_INVALID_OPTION', 'imageURL'])
  })
})
