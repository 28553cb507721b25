import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Emulator, startEmulator } from '@x/emulator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { samplesOf } from '../generate/samples.ts'
import { type Parameter, readSpec } from '../generate/spec.ts'
import type { UploadProgress } from '../src/call-options.ts'
import { Client, downloadResult, type FileInput, fileFrom, recognizeStamp, toMap, uploadFile, waitForJob } from '../src/index.ts'
import { recognizeVideoCharacter } from '../src/operations/recognize-video-character.ts'
import { operationExamples } from './generated/operation-examples.ts'

// The real transport against a real server on this machine, whose signatures and forms are checked by other code than ours.

/** What the emulator's engine was asked, and what it answers next. */
let asked: { readonly operation: string; readonly parameters: Record<string, unknown> }[]
let answers: Record<string, unknown>[]
let emulator: Emulator
let client: Client

beforeEach(async () => {
  asked = []
  answers = []
  emulator = await startEmulator({
    ocr: {
      answer: async (operation, { parameters }) => {
        asked.push({ operation, parameters })
        return answers.shift() ?? {}
      },
    },
  })
  client = clientOf(emulator)
})

afterEach(async () => {
  await client.close()
  await emulator.close()
})

function clientOf({ accounts: [{ accessKeyId, accessKeySecret }], url }: Emulator, openPlatformEndpoint = url): Client {
  return new Client({ accessKeyId, accessKeySecret, endpoint: url, openPlatformEndpoint, readTimeout: 60_000 })
}

const bytesOf = (size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, index) => (index * 7919 + (index >> 8)) & 255)
const inSlices = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / 100_000) }, (_, index) => bytes.subarray(index * 100_000, (index + 1) * 100_000))
const stored = (address: string): Buffer | undefined => emulator.objects.read(address)?.bytes

describe('every operation', () => {
  const samples = readSpec().operations.flatMap((operation) =>
    samplesOf(operation).map((sample) => ({ ...sample, operation, isJob: operation.async })),
  )

  it.each(samples.map((sample, index) => ({ ...sample, index })))(
    '$action (example $index) is understood by the emulator, and its answer by us',
    async ({ action, operation, isJob, request, response, index }) => {
      const { Data } = response as { Data?: Record<string, unknown> }
      if (Data) answers.push(Data)
      const example = operationExamples[index]
      const call = example?.call(client, (name) => `http://example-bucket.oss-cn-shanghai.aliyuncs.com/${name}`)
      // The emulator keeps jobs itself, and knows none of this id.
      if (action === 'GetAsyncJobResult')
        return void (await expect(call).rejects.toMatchObject({ serviceCode: 'InvalidParameter.BadRequest' }))
      const answer = await call
      expect(asked).toHaveLength(1)
      expect(asked[0]?.operation).toBe(action)
      expect(asked[0]?.parameters).toMatchObject(asTexts(request, operation.params))
      if (isJob) return
      expect(answer).toEqual({ ...(example?.response as object), requestId: expect.any(String) })
      expect(toMap(answer ?? {})).toEqual({ ...response, RequestId: expect.any(String) })
    },
  )
})

/** Every value as text, as it travels; a parameter that is sent as JSON comes as its text. */
function asTexts(value: unknown, parameters: readonly Parameter[] = []): never {
  const isJson = (name: string): boolean => parameters.some((parameter) => parameter.name === name && parameter.serialization === 'json')
  if (Array.isArray(value)) return value.map((item) => asTexts(item)) as never
  if (typeof value !== 'object' || value === null) return String(value) as never
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isJson(name) ? JSON.stringify(member) : asTexts(member)]),
  ) as never
}

describe('the stored object', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ocr-emulator-'))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const path = (bytes: Uint8Array): string => {
    const name = join(mkdtempSync(join(tmpdir(), 'ocr-emulator-')), '发票 "1" it\'s.png')
    writeFileSync(name, bytes)
    return name
  }

  const kinds: Record<string, (bytes: Uint8Array<ArrayBuffer>) => FileInput> = {
    bytes: (bytes) => bytes,
    'a Blob': (bytes) => new Blob([bytes]),
    'a File whose name has CJK, quotes and line breaks': (bytes) => new File([bytes], '发票 "一"\r\nX-Evil: 1.png'),
    'a file on disk whose name has CJK and quotes': (bytes) => fileFrom(path(bytes)),
    'a web stream': (bytes) => new Blob([bytes]).stream(),
    'a Node stream': (bytes) => Readable.from(inSlices(bytes)),
    'a stream of known size': (bytes) => ({ stream: Readable.from(inSlices(bytes)), size: bytes.length }),
    'a maker of streams': (bytes) => ({ stream: () => new Blob([bytes]).stream(), size: bytes.length }),
    'a data: address': (bytes) => `data:;base64,${Buffer.from(bytes).toString('base64')}`,
  }
  describe.each(Object.entries(kinds))('of %s', (_, kind) => {
    it.each([
      ['1 B', 1],
      ['1 MiB', 1024 * 1024],
      ['10 MiB', 10 * 1024 * 1024],
    ])('R90 of %s equals the input byte for byte', async (__, size) => {
      const bytes = bytesOf(size)
      expect(stored(await uploadFile(client, kind(bytes)))?.equals(bytes)).toBe(true)
    })

    it('R90 of nothing is refused before anything is sent', async () => {
      await expect(uploadFile(client, kind(new Uint8Array()))).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
      expect(emulator.requests).toEqual([])
    })
  })

  it('R90 is sent with its length by the fetch of the platform, too', async () => {
    const [{ accessKeyId, accessKeySecret }] = emulator.accounts
    const other = new Client({
      accessKeyId,
      accessKeySecret,
      endpoint: emulator.url,
      openPlatformEndpoint: emulator.url,
      fetch: globalThis.fetch,
    })
    const bytes = bytesOf(1024 * 1024)
    expect(stored(await uploadFile(other, { stream: () => Readable.from(inSlices(bytes)), size: bytes.length }))?.equals(bytes)).toBe(true)
    await other.close()
  })

  it('R90 is named in the call that follows, and deep in a list', async () => {
    const [first, second] = [bytesOf(300_000), bytesOf(2)]
    await recognizeStamp(client, { imageURL: first })
    expect(stored(String(asked[0]?.parameters.ImageURL))?.equals(first)).toBe(true)
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, ...second])
    await client.recognizeQrCode({ tasks: [{ imageURL: 'https://example.com/a.png' }, { imageURL: png }] })
    const tasks = asked[1]?.parameters.Tasks as { ImageURL: string }[] | undefined
    expect(stored(tasks?.[1]?.ImageURL ?? '')?.equals(png)).toBe(true)
  })
})

describe('an upload in trouble', () => {
  const large = bytesOf(3 * 1024 * 1024)

  it('R90 broken half-way is sent whole with a new permit', async () => {
    emulator.faults.add({ match: { action: 'PostObject' }, times: 1, effect: { reset: true } })
    expect(stored(await uploadFile(client, new Blob([large])))?.equals(large)).toBe(true)
    expect(emulator.requests.filter(({ action }) => action === 'AuthorizeFileUpload')).toHaveLength(2)
  })

  it('R30 broken half-way is not tried again with a stream that was read, and the error says so', async () => {
    emulator.faults.add({ match: { action: 'PostObject' }, times: 1, effect: { reset: true } })
    const file = { stream: Readable.from(inSlices(large)), size: large.length }
    const error = await uploadFile(client, file).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'ERR_STREAM_CONSUMED',
      retryable: false,
      hint: expect.stringContaining('fileFrom'),
      attempts: [{ action: 'PostObject' }],
    })
    expect(emulator.requests.filter(({ action }) => action === 'AuthorizeFileUpload')).toHaveLength(1)
  })

  it('R30 a maker of streams and a file on disk are read anew', async () => {
    let made = 0
    const stream = (): Readable => {
      made++
      return Readable.from(inSlices(large))
    }
    emulator.faults.add({ match: { action: 'PostObject' }, times: 1, effect: { status: 503 } })
    expect(stored(await uploadFile(client, { stream, size: large.length }))?.equals(large)).toBe(true)
    expect(made).toBeGreaterThan(1)
  })

  it('R90 a permit that has ended is replaced', async () => {
    emulator.faults.add({ match: { action: 'AuthorizeFileUpload' }, times: 1, effect: { expired: true } })
    expect(stored(await uploadFile(client, large))?.equals(large)).toBe(true)
    expect(emulator.requests.filter(({ action }) => action === 'AuthorizeFileUpload')).toHaveLength(2)
  })

  it('R90 a permit for a strange host gets nothing', async () => {
    const body = JSON.stringify({
      RequestId: 'r',
      AccessKeyId: 'a',
      Bucket: 'bucket',
      EncodedPolicy: 'p',
      Endpoint: 'oss.evil.example',
      ObjectKey: 'k',
      Signature: 's',
    })
    emulator.faults.add({
      match: { action: 'AuthorizeFileUpload' },
      effect: { body, status: 200, headers: { 'content-type': 'application/json' } },
    })
    await expect(uploadFile(client, large)).rejects.toMatchObject({ code: 'ERR_UPLOAD' })
    expect(emulator.requests.map(({ action }) => action)).toEqual(['AuthorizeFileUpload'])
  })

  it.each([
    ['fewer', large.length + 1],
    ['more', large.length - 1],
  ])('R30 a stream of %s bytes than its size is refused, and nothing is stored', async (_, size) => {
    await expect(uploadFile(client, { stream: () => new Blob([large]).stream(), size })).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      field: 'file',
    })
    expect(emulator.objects.list()).toEqual([])
  })

  it('R30 a stream that breaks while it is sent gives its own error, and nothing is stored', async () => {
    const gone = new Error('disk gone')
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield large.subarray(0, 1_000_000)
      throw gone
    }
    await expect(uploadFile(client, { stream: broken(), size: large.length })).rejects.toBe(gone)
    expect(emulator.objects.list()).toEqual([])
  })

  it('R70 an abort while a stream is sent lets go of it', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    let stopped = false
    let pulled = 0
    const silent = new ReadableStream<Uint8Array>({
      pull: async (stream) => {
        if (++pulled < 30) stream.enqueue(large.subarray(0, 50_000))
        else {
          setTimeout(() => controller.abort(reason), 5)
          await new Promise(() => {})
        }
      },
      cancel: () => {
        stopped = true
      },
    })
    await expect(uploadFile(client, { stream: silent, size: 10_000_000 }, { signal: controller.signal })).rejects.toBe(reason)
    await expect.poll(() => stopped, { timeout: 30_000 }).toBe(true)
  })
})

describe('progress of an upload', () => {
  it.each([
    ['bytes', (bytes: Uint8Array<ArrayBuffer>): FileInput => bytes],
    ['a stream', (bytes: Uint8Array<ArrayBuffer>): FileInput => new Blob([bytes])],
  ])('of %s grows from nothing to all, piece by piece', async (_, kind) => {
    const bytes = bytesOf(1_500_000)
    const steps: UploadProgress[] = []
    await recognizeStamp(client, { imageURL: kind(bytes) }, { onUpload: (step) => steps.push(step) })
    expect(steps[0]).toEqual({ field: 'imageURL', sent: 0, total: bytes.length })
    expect(steps.at(-1)).toEqual({ field: 'imageURL', sent: bytes.length, total: bytes.length })
    expect(steps.length).toBeGreaterThan(4)
    expect(steps.map(({ sent }) => sent)).toEqual(steps.map(({ sent }) => sent).sort((a, b) => a - b))
    expect(stored(String(asked[0]?.parameters.ImageURL))?.equals(bytes)).toBe(true)
  })

  it('R30 a stream is read while it is sent, and not kept', async () => {
    const piece = bytesOf(64 * 1024)
    let ahead = 0
    let most = 0
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 320; count++) {
        most = Math.max(most, ++ahead)
        yield piece
      }
    }
    await uploadFile(
      client,
      { stream: pieces(), size: 320 * piece.length },
      {
        onUpload: ({ sent }) => {
          ahead = Math.min(ahead, 320) - (sent > 0 ? 1 : 0)
        },
      },
    )
    // What is read ahead is the head that is looked at, and little more; all would be 320.
    expect(most).toBeLessThan(20)
  })
})

describe('a web address with refetch', () => {
  let server: Server
  let origin: string
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, 1, 2, 3])
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/a.png') response.end(png)
      else if (request.url === '/moved') response.writeHead(302, { location: '/a.png' }).end()
      else if (request.url === '/large') response.end(Buffer.alloc(4_000_000, 'x'))
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  it('is downloaded here and uploaded', async () => {
    await client.recognizeVINCode({ imageURL: `${origin}/a.png` }, { refetch: true })
    expect(stored(String(asked[0]?.parameters.ImageURL))?.equals(png)).toBe(true)
    await client.recognizeVINCode({ imageURL: `${origin}/a.png` })
    expect(asked[1]?.parameters.ImageURL).toBe(`${origin}/a.png`)
  })

  it('is judged as every file', async () => {
    const call = client.recognizeVINCode({ imageURL: `${origin}/large` }, { refetch: true })
    await expect(call).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT', field: 'imageURL' })
    expect(emulator.requests).toEqual([])
  })

  it.each([
    ['/missing', 'ERR_BAD_RESPONSE'],
    ['/moved', 'ERR_BAD_RESPONSE'],
  ])('R44 %s is %s, and nothing is uploaded', async (path, code) => {
    await expect(client.recognizeVINCode({ imageURL: origin + path }, { refetch: true })).rejects.toMatchObject({ code })
    expect(emulator.requests).toEqual([])
  })

  it.each([
    'http://192.168.0.1/a.png',
    'http://169.254.169.254/latest',
    'http://example.com/a.png',
    'https://user:secret@example.com/a.png',
    'http://0x7f.1.evil.example/',
    'http://oss-cn-shanghai.aliyuncs.com.evil.example/a.png',
    'http://x.aliyuncs.com:8080/a.png',
  ])('R43 R46 %s is refused, and nothing is sent', async (imageURL) => {
    const error = await client.recognizeVINCode({ imageURL }, { refetch: true }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'imageURL' })
    expect(String(error)).not.toContain('secret')
  })

  it('downloadResult gives the bytes behind a link, and says why there are none', async () => {
    expect(await downloadResult(client, `${origin}/a.png`)).toEqual(png)
    expect(await downloadResult(client, new URL(`${origin}/a.png`))).toEqual(png)
    await expect(downloadResult(client, `${origin}/gone?Signature=secret`)).rejects.toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      hint: expect.stringContaining('30 minutes'),
      message: expect.not.stringContaining('secret'),
    })
    await expect(downloadResult(client, `${origin}/large`, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' })
    await expect(downloadResult(client, 'result.json')).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'address' })
    await expect(downloadResult(client, `${origin}/a.png`, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

describe('a job', () => {
  it('R90 is started, waited for and read; another client goes on with its id', async () => {
    answers.push({ Width: 1280, Height: 720, Frames: [{ Timestamp: 2000, Elements: [{ Text: 'EXIT 4', Score: 0.98 }] }] })
    const mp4 = new Uint8Array([...new TextEncoder().encode('\0\0\0\x18ftypisom'), ...bytesOf(1000)])
    const { requestId } = await client.recognizeVideoCharacter({ videoURL: mp4 })
    const seen: unknown[] = []
    const other = clientOf(emulator)
    try {
      const data = await waitForJob(other, recognizeVideoCharacter, requestId, {
        pollInterval: 20,
        onProgress: (status, { looks }) => seen.push([status, looks]),
      })
      expect(data).toEqual({ width: 1280, height: 720, frames: [{ timestamp: 2000, elements: [{ text: 'EXIT 4', score: 0.98 }] }] })
      expect(seen.at(-1)).toEqual(['PROCESS_SUCCESS', seen.length])
    } finally {
      await other.close()
    }
  })
})
