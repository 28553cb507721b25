import { describe, expect, it } from 'vitest'
import { fakeCloud, formOf, ossError } from '../test/fake-cloud.ts'
import { textOf } from '../test/strict-form.ts'
import { created, PNG, partsOf, request } from '../test/upload-samples.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'
import { uploadFile } from './upload-file.ts'

const expired = (): Response => ossError(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.')

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe('an upload that fails', () => {
  it('R90 is tried again with a new permit after a transient failure, a stream with the same bytes', async () => {
    const cloud = fakeCloud({ object: (_, turn) => (turn < 3 ? ossError(503, 'ServiceUnavailable', 'busy') : created()) })
    await recognizeCharacter(cloud.client, request(onePiece(PNG)))
    const posts = cloud.to('object').map(partsOf)
    expect(posts.map((parts) => textOf(parts[3]))).toEqual(['account/object-1', 'account/object-2', 'account/object-3'])
    expect(posts.map((parts) => parts[5]?.data)).toEqual([PNG, PNG, PNG])
    expect(formOf(cloud.to('ocr')[0]).ImageURL).toBe('http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/account/object-3')
    expect(cloud.pauses).toHaveLength(2)
    expect(cloud.pauses[0]).toBeLessThan(100)
    expect(cloud.pauses[1]).toBeLessThan(200)
  })

  it('R28 a lost connection is tried again too', async () => {
    const cloud = fakeCloud({
      object: (_, turn) => {
        if (turn === 1) throw new TypeError('fetch failed')
        return created()
      },
    })
    await uploadFile(cloud.client, PNG)
    expect(cloud.to('permit')).toHaveLength(2)
  })

  it('R30 a stream that breaks while it is read is not tried again', async () => {
    const cloud = fakeCloud()
    const broken = new Error('disk gone')
    async function* half(): AsyncGenerator<Uint8Array> {
      yield PNG
      throw broken
    }
    await expect(recognizeCharacter(cloud.client, request(half()))).rejects.toBe(broken)
    expect(cloud.requests).toEqual([])
  })

  it('R3 blanks and control characters in the text of the storage do not reach the error', async () => {
    const cloud = fakeCloud({ object: () => ossError(403, ' \t ', ' no\u001b[31m\n red\u0007 ') })
    await expect(uploadFile(cloud.client, PNG)).rejects.toMatchObject({ serviceCode: 'UnknownError', serviceMessage: 'no [31m red' })
  })

  it('gives up after maxAttempts, with every attempt in the error', async () => {
    const cloud = fakeCloud({ object: () => ossError(500, 'InternalError', 'We encountered an internal error.') })
    const error = await recognizeCharacter(cloud.client, request(), { maxAttempts: 2 }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      name: 'RpcError',
      code: 'ERR_UPLOAD',
      statusCode: 500,
      serviceCode: 'InternalError',
      serviceMessage: 'We encountered an internal error.',
      requestId: 'oss-request',
      hostId: 'oss-host',
      retryable: true,
      message:
        'The upload was refused by viapi-customer-pop.oss-cn-shanghai.aliyuncs.com: InternalError (status 500, request id oss-request).',
    })
    const host = 'viapi-customer-pop.oss-cn-shanghai.aliyuncs.com'
    const attempt = { host, action: 'PostObject', status: 500, code: 'InternalError', ms: 10 }
    expect((error as { attempts: unknown }).attempts).toEqual([attempt, attempt])
  })

  it('autoretry: false sends it once', async () => {
    const cloud = fakeCloud({ object: () => ossError(500, 'InternalError', 'x') })
    await expect(uploadFile(cloud.client, PNG, { autoretry: false })).rejects.toMatchObject({ code: 'ERR_UPLOAD' })
    expect(cloud.to('object')).toHaveLength(1)
  })

  it.each([
    [403, 'AccessDenied', 'Policy Condition failed'],
    [400, 'EntityTooLarge', 'too large'],
    [400, 'MalformedPOSTRequest', 'bad form'],
    [403, 'SignatureDoesNotMatch', 'bad signature'],
  ])('status %i %s is final', async (status, code, message) => {
    const cloud = fakeCloud({ object: () => ossError(status, code, message) })
    await expect(uploadFile(cloud.client, PNG)).rejects.toMatchObject({ code: 'ERR_UPLOAD', serviceCode: code, retryable: false })
    expect(cloud.to('object')).toHaveLength(1)
  })

  it.each([
    [408, 'x', ''],
    [429, 'x', ''],
    [400, 'RequestTimeout', 'Your socket was idle'],
    [502, 'page', 'not xml'],
  ])('status %i %s is transient', async (status, code, message) => {
    const cloud = fakeCloud({ object: (_, turn) => (turn === 1 ? ossError(status, code, message) : created()) })
    await uploadFile(cloud.client, PNG)
    expect(cloud.to('object')).toHaveLength(2)
  })

  it('a permit that has ended is replaced once', async () => {
    const cloud = fakeCloud({ object: (_, turn) => (turn === 1 ? expired() : created()) })
    await expect(uploadFile(cloud.client, PNG)).resolves.toMatch(/object-2$/)

    const always = fakeCloud({ object: expired })
    await expect(uploadFile(always.client, PNG, { maxAttempts: 9 })).rejects.toMatchObject({
      code: 'ERR_UPLOAD',
      serviceCode: 'AccessDenied',
    })
    expect(always.to('permit')).toHaveLength(2)
  })

  it('an answer that is no XML still gives a whole error', async () => {
    const cloud = fakeCloud({ object: () => new Response('<html>no</html>', { status: 400 }) })
    await expect(uploadFile(cloud.client, PNG)).rejects.toMatchObject({
      serviceCode: 'UnknownError',
      requestId: undefined,
      message: expect.stringContaining('(status 400, request id unknown)'),
    })
  })

  it('a refused permit is told apart: it is an error of the service, and nothing is posted', async () => {
    const cloud = fakeCloud({
      permit: () => new Response(JSON.stringify({ Code: 'Forbidden.RAM', Message: 'no', RequestId: 'r' }), { status: 403 }),
    })
    await expect(uploadFile(cloud.client, PNG)).rejects.toMatchObject({
      code: 'ERR_SERVICE',
      serviceCode: 'Forbidden.RAM',
      attempts: [{ action: 'AuthorizeFileUpload' }],
    })
    expect(cloud.to('object')).toEqual([])
  })

  it('R44 a redirect is not followed', async () => {
    const cloud = fakeCloud({ object: () => new Response(null, { status: 307, headers: { location: 'https://evil.example/' } }) })
    await expect(uploadFile(cloud.client, PNG)).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(cloud.to('object')).toHaveLength(1)
  })
})
