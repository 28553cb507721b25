import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Client, downloadResult, recognizeCharacter, uploadFile, waitForJob } from '../src/index.ts'
import { recognizeVideoCharacter } from '../src/operations/recognize-video-character.ts'
import { fakeCloud, ossError, PERMIT } from './fake-cloud.ts'

const CANARY = 'cAnArY0123456789secret'
const SECRETS = { accessKeyId: 'LTAI-not-secret-id', accessKeySecret: CANARY, securityToken: `${CANARY}-token` }

/** Everything that a log could show of a value. */
function shown(value: unknown): string {
  const all: string[] = []
  for (let at: unknown = value, depth = 0; at && depth < 10; at = (at as { cause?: unknown }).cause, depth++) {
    all.push(String(at), String((at as Error).stack), JSON.stringify(at), inspect(at, { depth: 20, showHidden: true }))
    if (typeof at === 'object') all.push(JSON.stringify({ ...at }))
  }
  return all.join('\n')
}

function expectClean(value: unknown): void {
  const text = shown(value)
  for (const form of [CANARY, btoa(CANARY).replace(/=+$/, ''), Buffer.from(CANARY).toString('hex')]) expect(text).not.toContain(form)
  for (let at = 0; at + 12 <= CANARY.length; at++) expect(text).not.toContain(CANARY.slice(at, at + 12))
}

it('R1 a client shows no secret', () => {
  expectClean(new Client(SECRETS))
  expectClean(fakeCloud({}, SECRETS).client)
})

const file = new TextEncoder().encode(`${CANARY} in the file`)
const permit = { ...PERMIT, Signature: CANARY, EncodedPolicy: CANARY, AccessKeyId: CANARY }
const failures: Record<string, () => Promise<unknown>> = {
  'a path in a file field': () =>
    recognizeCharacter(fakeCloud().client, { imageURL: `/home/${CANARY}`, minHeight: 1, outputProbability: true }),
  'a bad data: address': () => uploadFile(fakeCloud().client, `data:image/png;base64,@${CANARY}`),
  'a web address for an upload': () => uploadFile(fakeCloud().client, `https://example.com/?token=${CANARY}`),
  'a file that is too large': () =>
    recognizeCharacter(fakeCloud().client, { imageURL: new Uint8Array(4e6), minHeight: 1, outputProbability: true }),
  'a refused permit': () =>
    uploadFile(
      fakeCloud({ permit: () => new Response(JSON.stringify({ Code: 'Denied', Message: `key ${CANARY}` }), { status: 403 }) }, SECRETS)
        .client,
      file,
    ),
  'a permit with holes': () => uploadFile(fakeCloud({ permit: () => ({ ...permit, Bucket: undefined }) }, SECRETS).client, file),
  'a permit for another host': () =>
    uploadFile(fakeCloud({ permit: () => ({ ...permit, Endpoint: `${CANARY}.example` }) }, SECRETS).client, file),
  'a refused upload': () =>
    uploadFile(
      fakeCloud({ permit: () => permit, object: () => ossError(403, 'AccessDenied', `signature ${CANARY} is bad`) }, SECRETS).client,
      file,
    ),
  'an upload without connection': () =>
    uploadFile(
      fakeCloud(
        {
          permit: () => permit,
          object: (request) => {
            throw new TypeError(`could not post to ${request.url.href}?${CANARY}`)
          },
        },
        SECRETS,
      ).client,
      file,
    ),
  'a signed address that is fetched here': () =>
    recognizeCharacter(
      fakeCloud().client,
      { imageURL: `http://example.com/a.png?Signature=${CANARY}`, minHeight: 1, outputProbability: true },
      { refetch: true },
    ),
  'a link with a login': () => downloadResult(fakeCloud().client, `https://user:${CANARY}@example.com/`),
  'a link that answers 403': () =>
    downloadResult(fakeCloud({ ocr: () => new Response(CANARY, { status: 403 }) }).client, `https://example.com/?Signature=${CANARY}`),
  'a picture that cannot be decoded': () =>
    recognizeCharacter(
      fakeCloud().client,
      { imageURL: new TextEncoder().encode(`II*\0${CANARY}`), minHeight: 1, outputProbability: true },
      { fit: true },
    ),
  'a stream that cannot be read again': () =>
    uploadFile(fakeCloud({ permit: () => permit, object: () => ossError(503, 'Busy', CANARY) }, SECRETS).client, {
      stream: new Blob([new Uint8Array(300_000)]).stream(),
      size: 300_000,
    }),
  'a job with an unreadable result': () =>
    waitForJob(
      fakeCloud({ ocr: () => ({ RequestId: 'r', Data: { Status: 'PROCESS_SUCCESS', Result: `{"Secret": ${CANARY}` } }) }, SECRETS).client,
      recognizeVideoCharacter,
      'job',
    ),
}

it.each(Object.entries(failures))('R3 %s: the error shows no secret, file or address', async (_, fail) => {
  const error: unknown = await fail().then(
    () => 'no error',
    (caught: unknown) => caught,
  )
  expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) })
  expectClean(error)
})
