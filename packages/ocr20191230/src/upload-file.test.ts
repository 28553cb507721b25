import { describe, expect, it, vi } from 'vitest'
import { fakeCloud, formOf, ossError, PERMIT } from '../test/fake-cloud.ts'
import { type FormPart, parseForm, textOf } from '../test/strict-form.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'
import { recognizeQrCode } from './operations/recognize-qr-code.ts'
import { recognizeVideoCharacter } from './operations/recognize-video-character.ts'
import { trimDocument } from './operations/trim-document.ts'
import { uploadFile, uploadFiles } from './upload-file.ts'

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 3])
const request = (imageURL: unknown = PNG) => ({ imageURL: imageURL as Uint8Array, minHeight: 10, outputProbability: true })
const created = (): Response => new Response('<PostResponse/>', { status: 201 })
const expired = (): Response => ossError(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.')

function partsOf(sent: { headers: Readonly<Record<string, string>>; body: Uint8Array } | undefined): FormPart[] {
  return parseForm(sent?.headers['content-type'], sent?.body ?? new Uint8Array())
}

/** A file of a format that the operation takes, of a given size. */
function sized(action: string, size: number): Uint8Array {
  const file = new Uint8Array(size)
  file.set(action === 'RecognizeVideoCharacter' ? new TextEncoder().encode('\0\0\0\x18ftypisom') : PNG.subarray(0, 4))
  // A picture of 100 pixels each side.
  file.set([0, 0, 0, 100, 0, 0, 0, 100], 16)
  return file
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe('an upload', () => {
  it('rpc 69: asks for a permit, posts the form with the very bytes, and calls the operation with the address', async () => {
    const cloud = fakeCloud()
    await recognizeCharacter(cloud.client, request())
    expect(cloud.requests.map(({ service }) => service)).toEqual(['permit', 'object', 'ocr'])
    const [, post, call] = cloud.requests
    expect(post?.method).toBe('POST')
    expect(post?.url.href).toBe('https://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/')
    expect(Object.keys(post?.headers ?? {})).toEqual(['content-type'])
    const parts = partsOf(post)
    expect(parts.map(({ name }) => name)).toEqual(['OSSAccessKeyId', 'policy', 'Signature', 'key', 'success_action_status', 'file'])
    expect(parts.slice(0, 5).map(textOf)).toEqual(['permit-key-id', 'cGVybWl0LXBvbGljeQ==', 'permit-signature=', 'account/object-1', '201'])
    expect(parts[5]).toEqual({ name: 'file', fileName: 'account/object-1', contentType: 'image/png', data: PNG })
    expect(formOf(call)).toEqual({
      ImageURL: 'http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/account/object-1',
      MinHeight: '10',
      OutputProbability: 'true',
    })
  })

  it.each([200, 201, 204])('takes status %i for a success', async (status) => {
    const cloud = fakeCloud({ object: () => new Response(status === 204 ? null : '', { status }) })
    await expect(uploadFile(cloud.client, PNG)).resolves.toBe('http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/account/object-1')
  })

  it('addresses upload nothing', async () => {
    const cloud = fakeCloud()
    await recognizeCharacter(cloud.client, request('https://example.com/a.png'))
    expect(cloud.requests.map(({ service }) => service)).toEqual(['ocr'])
  })

  it("the operation's own headers and queries do not go with the permit, other settings do", async () => {
    const cloud = fakeCloud()
    await recognizeCharacter(cloud.client, request(), { extendsParameters: { headers: { 'x-extra': '1' }, queries: { Extra: '1' } } })
    expect(cloud.to('permit')[0]?.headers['x-extra']).toBeUndefined()
    expect(cloud.to('permit')[0]?.url.searchParams.has('Extra')).toBe(false)
    expect(cloud.to('ocr')[0]?.headers['x-extra']).toBe('1')
  })
})

describe('several files of one request', () => {
  it('each task gets the address of its own file, and addresses stay', async () => {
    const cloud = fakeCloud({
      // The first uploads end last.
      object: async (_, turn) => {
        await new Promise((resolve) => setTimeout(resolve, 20 / turn))
        return created()
      },
    })
    const files = Array.from({ length: 8 }, (_, index) => new Uint8Array([...PNG, index + 1]))
    const tasks = files.map((file, index) => ({ imageURL: index === 3 ? 'https://example.com/3.png' : file }))
    await recognizeQrCode(cloud.client, { tasks })

    const stored = new Map(cloud.to('object').map((post) => [textOf(partsOf(post)[3]), partsOf(post)[5]?.data]))
    const sent = formOf(cloud.to('ocr')[0])
    expect(sent['Tasks.4.ImageURL']).toBe('https://example.com/3.png')
    for (const [index, file] of files.entries()) {
      if (index === 3) continue
      const key = sent[`Tasks.${index + 1}.ImageURL`]?.replace('http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/', '')
      expect(stored.get(key), `task ${index}`).toEqual(file)
    }
    expect(cloud.to('permit')).toHaveLength(7)
  })

  it('at most four are on their way at a time', async () => {
    let open = 0
    let most = 0
    const cloud = fakeCloud({
      object: async () => {
        most = Math.max(most, ++open)
        await new Promise((resolve) => setTimeout(resolve, 2))
        open--
        return created()
      },
    })
    await uploadFiles(
      cloud.client,
      Array.from({ length: 10 }, () => PNG),
    )
    expect(most).toBe(4)
  })

  it('the first failure ends the others, and the operation is not called', async () => {
    const cloud = fakeCloud({
      object: async (post, turn) => {
        if (turn === 2) return ossError(403, 'AccessDenied', 'no')
        await new Promise((_, reject) => post.signal?.addEventListener('abort', () => reject(post.signal?.reason)))
        return created()
      },
    })
    const tasks = Array.from({ length: 10 }, () => ({ imageURL: PNG }))
    await expect(recognizeQrCode(cloud.client, { tasks })).rejects.toMatchObject({ code: 'ERR_UPLOAD' })
    expect(cloud.to('object').length).toBeLessThanOrEqual(4)
    const others = cloud.to('object').filter((_, index) => index !== 1)
    expect(others.map(({ signal }) => signal?.aborted)).toEqual(others.map(() => true))
    expect(cloud.to('ocr')).toEqual([])
  })

  it('R90 too many tasks are refused before anything is sent, those with addresses counted, too', async () => {
    const cloud = fakeCloud()
    const tasks = Array.from({ length: 11 }, (_, index) => ({ imageURL: index < 6 ? 'https://example.com/a.png' : PNG }))
    await expect(recognizeQrCode(cloud.client, { tasks })).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      field: 'tasks',
      message: expect.stringContaining('There are 11 files'),
    })
    expect(cloud.requests).toEqual([])
    await recognizeQrCode(cloud.client, { tasks: tasks.slice(1) })
    expect(cloud.to('object')).toHaveLength(5)
  })

  it('R90 a path among them is refused before anything is sent', async () => {
    const cloud = fakeCloud()
    const call = recognizeQrCode(cloud.client, { tasks: [{ imageURL: PNG }, { imageURL: './b.png' }] })
    await expect(call).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'tasks[1].imageURL' })
    expect(cloud.requests).toEqual([])
  })
})

describe('the size of a file', () => {
  it.each([
    ['RecognizeCharacter', 3145728, (client, file) => recognizeCharacter(client, request(file))],
    ['RecognizeQrCode', 10485760, (client, file) => recognizeQrCode(client, { tasks: [{ imageURL: file }] })],
    ['RecognizeVideoCharacter', 20971519, (client, file) => recognizeVideoCharacter(client, { videoURL: file })],
  ] satisfies [string, number, (client: ReturnType<typeof fakeCloud>['client'], file: Uint8Array) => Promise<unknown>][])(
    'R90 %s takes %i bytes and not one more, and that is known before anything is sent',
    async (action, limit, call) => {
      const cloud = fakeCloud()
      await call(cloud.client, sized(action, limit))
      expect(cloud.to('object')).toHaveLength(1)
      const other = fakeCloud()
      await expect(call(other.client, sized(action, limit + 1))).rejects.toMatchObject({
        code: 'ERR_INPUT_LIMIT',
        message: expect.stringContaining(action),
      })
      expect(other.requests).toEqual([])
    },
  )

  it('R90 a retired operation, whose limit is not known, takes 32 MiB', async () => {
    const cloud = fakeCloud()
    const file = new Uint8Array(32 * 1024 * 1024 + 1)
    await expect(trimDocument(cloud.client, { fileURL: file, fileType: 'pdf', outputType: 'x' })).rejects.toMatchObject({
      code: 'ERR_TOO_LARGE',
    })
    await expect(uploadFile(cloud.client, file)).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' })
    expect(cloud.requests).toEqual([])
  })

  it('R90 an empty file is refused before anything is sent', async () => {
    const cloud = fakeCloud()
    await expect(recognizeCharacter(cloud.client, request(new Uint8Array()))).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
    expect(cloud.requests).toEqual([])
  })
})

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

describe('limits of time', () => {
  it('R70 a signal that has aborted sends nothing', async () => {
    const cloud = fakeCloud()
    const reason = new Error('enough')
    await expect(uploadFile(cloud.client, PNG, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(cloud.requests).toEqual([])
  })

  it('R70 an abort while the form is on its way rejects with its own reason, without another try', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const cloud = fakeCloud({
      object: (post) =>
        new Promise((_, reject) => {
          post.signal?.addEventListener('abort', () => reject(new Error('socket closed')))
          controller.abort(reason)
        }),
    })
    await expect(recognizeCharacter(cloud.client, request(), { signal: controller.signal })).rejects.toBe(reason)
    expect(cloud.requests.map(({ service }) => service)).toEqual(['permit', 'object'])
  })

  it('R68 leaves no listener on a signal that is used again and again', async () => {
    const { signal } = new AbortController()
    const add = vi.spyOn(signal, 'addEventListener')
    const remove = vi.spyOn(signal, 'removeEventListener')
    const cloud = fakeCloud()
    for (let turn = 0; turn < 5; turn++) await recognizeCharacter(cloud.client, request(), { signal })
    expect(add.mock.calls.length).toBeGreaterThan(0)
    expect(remove.mock.calls.length).toBeGreaterThanOrEqual(add.mock.calls.length)
  })

  it('the deadline of a call holds for its uploads, and what is left of it for the call', async () => {
    const silent = fakeCloud({ object: () => new Promise(() => {}) })
    await expect(recognizeCharacter(silent.client, request(), { deadline: 30 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      retryable: true,
    })

    const calls: number[] = []
    const cloud = fakeCloud()
    const send = cloud.client.rpc.request
    vi.spyOn(cloud.client.rpc, 'request').mockImplementation((sent, runtime) => {
      if (sent.product === 'ocr') calls.push(runtime?.deadline ?? -1)
      return send(sent, runtime)
    })
    await recognizeCharacter(cloud.client, request(), { deadline: 5000 })
    await recognizeCharacter(cloud.client, request())
    // Permit and upload took 10 ms each.
    expect(calls).toEqual([4980, -1])
  })

  it('a large file gets more time than the answer to a call', async () => {
    vi.useFakeTimers()
    try {
      const cloud = fakeCloud({ object: () => new Promise(() => {}) })
      const call = uploadFile(cloud.client, new Uint8Array(3_200_000), { autoretry: false })
      const outcome = call.catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(129_000)
      expect(await Promise.race([outcome, 'still running'])).toBe('still running')
      await vi.advanceTimersByTimeAsync(2_000)
      expect(await outcome).toMatchObject({ code: 'ERR_TIMEOUT' })
    } finally {
      vi.useRealTimers()
    }
  })
})

it('an emulator on this machine is used by http, with the bucket in the path', async () => {
  const cloud = fakeCloud(
    { permit: () => ({ ...PERMIT, Endpoint: '127.0.0.1:9000' }) },
    { openPlatformEndpoint: 'http://127.0.0.1:9000', endpoint: 'http://127.0.0.1:9000' },
  )
  await recognizeCharacter(cloud.client, request())
  expect(cloud.requests.map(({ url }) => url.origin + url.pathname)).toEqual([
    'http://127.0.0.1:9000/',
    'http://127.0.0.1:9000/viapi-customer-pop/',
    'http://127.0.0.1:9000/',
  ])
  expect(formOf(cloud.to('ocr')[0]).ImageURL).toBe('http://127.0.0.1:9000/viapi-customer-pop/account/object-1')
})
