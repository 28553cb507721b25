import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { FileInput } from './file-input.ts'
import { readFileInput } from './read-file-input.ts'

const BYTES = Uint8Array.from({ length: 300 }, (_, index) => index % 256)

function webStream(pieces: readonly Uint8Array[], onCancel?: () => void): ReadableStream<Uint8Array> {
  const left = [...pieces]
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = left.shift()
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
    cancel: () => onCancel?.(),
  })
}

async function* pieces(...all: unknown[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) yield piece as Uint8Array
}

const base64 = btoa(String.fromCharCode(...BYTES))
const percent = Array.from(BYTES, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

describe('readFileInput', () => {
  const kinds: Record<string, () => FileInput> = {
    'a Uint8Array': () => BYTES,
    'a part of a larger buffer': () => new Uint8Array([9, ...BYTES, 9]).subarray(1, 301),
    'a Buffer': () => Buffer.from(BYTES),
    'a Blob': () => new Blob([BYTES]),
    'a File': () => new File([BYTES], 'a.png', { type: 'image/png' }),
    'a web stream': () => webStream([BYTES.subarray(0, 10), BYTES.subarray(10)]),
    'a Node stream': () => Readable.from([Buffer.from(BYTES.subarray(0, 99)), Buffer.from(BYTES.subarray(99))]),
    'an async iterable': () => pieces(BYTES.subarray(0, 1), new Uint8Array(), BYTES.subarray(1)),
    'a data: address in base64': () => `data:image/png;base64,${base64}`,
    'a data: address in base64 with escapes': () => `data:image/png;base64,${encodeURIComponent(base64)}`,
    'a data: address with escapes': () => `DATA:application/octet-stream,${percent}`,
    'a data: URL': () => new URL(`data:image/png;name=a.png;base64,${base64}`),
  }
  it.each(Object.entries(kinds))('R90 reads %s', async (_, make) => {
    expect(await readFileInput(make(), { limit: 300 })).toEqual(BYTES)
  })

  it('R90 stops reading at the limit and lets go of the source', async () => {
    let pulled = 0
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulled++
          controller.enqueue(new Uint8Array(100))
        },
        cancel: () => {
          cancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    await expect(readFileInput(endless, { limit: 250, limitOf: 'RecognizeCharacter' })).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      message: expect.stringContaining('has more than 250 bytes, and RecognizeCharacter takes at most 250'),
    })
    expect({ pulled, cancelled }).toEqual({ pulled: 3, cancelled: true })
  })

  it.each(Object.entries({ bytes: BYTES, blob: new Blob([BYTES]), data: `data:;base64,${base64}` }))(
    'R90 refuses %s above our own limit as too large',
    async (_, file) => {
      await expect(readFileInput(file, { limit: 299 })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' })
    },
  )

  it.each(Object.entries({ bytes: new Uint8Array(), blob: new Blob([]), stream: webStream([]), data: 'data:,' }))(
    'R90 refuses %s without content',
    async (_, file) => {
      await expect(readFileInput(file, { limit: 10 })).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
    },
  )

  it.each([
    ['an object', {}],
    ['null', null],
    ['undefined', undefined],
    ['a number', 7],
    ['a path', '/tmp/a.png'],
    ['a web address', 'https://example.com/a.png'],
    ['a data: address that is not base64', 'data:image/png;base64,@@@'],
    ['a data: address without data', 'data:image/png;base64'],
    ['a stream of text', pieces('text')],
    ['a stream of objects', Readable.from([{ a: 1 }])],
  ])('refuses %s, naming what it takes', async (_, file) => {
    await expect(readFileInput(file as never, { limit: 10 })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'file',
      hint: expect.stringContaining('fileFrom(path)'),
    })
  })

  it('refuses a stream that something else reads', async () => {
    const stream = webStream([BYTES])
    stream.getReader()
    await expect(readFileInput(stream, { limit: 300 })).rejects.toMatchObject({ code: 'ERR_STREAM_CONSUMED' })
  })

  it("rejects with the stream's own error", async () => {
    const broken = new Error('disk gone')
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) })
    await expect(readFileInput(stream, { limit: 300 })).rejects.toBe(broken)
  })

  it('R70 an abort ends the wait for a silent stream, with its own reason, and cancels the stream', async () => {
    const { signal, stop } = abortSoon()
    let cancelled = false
    const silent = new ReadableStream<Uint8Array>({
      cancel: () => {
        cancelled = true
      },
    })
    await expect(readFileInput(silent, { limit: 300 }, signal)).rejects.toBe(stop)
    expect(cancelled).toBe(true)
  })
})

function abortSoon(): { readonly signal: AbortSignal; readonly stop: Error } {
  const controller = new AbortController()
  const stop = new Error('enough')
  setTimeout(() => controller.abort(stop), 5)
  return { signal: controller.signal, stop }
}
