import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { fakeCloud } from '../test/fake-cloud.ts'
import { PNG, request } from '../test/upload-samples.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'
import { recognizeQrCode } from './operations/recognize-qr-code.ts'
import { recognizeVideoCharacter } from './operations/recognize-video-character.ts'
import { trimDocument } from './operations/trim-document.ts'
import { uploadFile } from './upload-file.ts'

/** A file of a format that the operation takes, of a given size. */
function sized(action: string, size: number): Uint8Array {
  const file = new Uint8Array(size)
  file.set(action === 'RecognizeVideoCharacter' ? new TextEncoder().encode('\0\0\0\x18ftypisom') : PNG.subarray(0, 4))
  // A picture of 100 pixels each side.
  file.set([0, 0, 0, 100, 0, 0, 0, 100], 16)
  return file
}

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

  it.each([
    ['small', 300, [300, 1]],
    ['large, and its first piece is as long as all should be', 300_000, [300_000, 1]],
    ['large, and its first piece is longer', 300_000, [300_001]],
  ])('R90 a stream that gives more than its size is refused before anything is sent: it is %s', async (_, size, lengths) => {
    const cloud = fakeCloud()
    const stream = Readable.from(lengths.map((length) => new Uint8Array(length)))
    await expect(uploadFile(cloud.client, { stream, size })).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT', field: 'file' })
    expect(cloud.requests).toEqual([])
    expect(stream.destroyed).toBe(true)
  })

  it('R90 an empty file is refused before anything is sent', async () => {
    const cloud = fakeCloud()
    await expect(recognizeCharacter(cloud.client, request(new Uint8Array()))).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
    expect(cloud.requests).toEqual([])
  })
})

describe('options of an upload', () => {
  it.each([
    ['deadline', -5],
    ['deadline', Number.NaN],
    ['deadline', Number.POSITIVE_INFINITY],
    ['deadline', null],
    ['deadline', '60000'],
    ['onUpload', 5],
    ['fit', 'yes'],
    ['refetch', 1],
    ['extendsParameters', 5],
    ['readTimeout', -1],
    ['signal', {}],
    ['signal', 'stop'],
    ['nope', 1],
  ])('%s: %s is refused by name before anything is sent', async (field, value) => {
    const warned = vi.spyOn(process, 'emitWarning')
    const cloud = fakeCloud()
    await expect(recognizeCharacter(cloud.client, request(), { [field]: value })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field,
    })
    expect(cloud.requests).toEqual([])
    expect(warned).not.toHaveBeenCalled()
  })

  it('null counts as none', async () => {
    const cloud = fakeCloud()
    await recognizeCharacter(cloud.client, request(), null as never)
    await uploadFile(cloud.client, PNG, null as never)
    expect(cloud.to('object')).toHaveLength(2)
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
    // None, as for calls without files.
    await recognizeCharacter(cloud.client, request(), { deadline: 0 })
    // Permit and upload took 10 ms each.
    expect(calls).toEqual([4980, -1, 0])
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
