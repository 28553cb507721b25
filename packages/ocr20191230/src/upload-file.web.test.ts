import { describe, expect, it } from 'vitest'
import { fakeCloud, formOf, ossError } from '../test/fake-cloud.ts'
import { parseForm } from '../test/strict-form.ts'
import type { UploadProgress } from './call-options.ts'
import type { FileInput } from './file-input.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'
import { uploadFile } from './upload-file.ts'

/** A PNG of 100 pixels each side and of many bytes, as far as it is looked at. */
const PNG = Uint8Array.from({ length: 600_000 }, (_, index) => (index * 7919) % 256)
PNG.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 100])

const requestOf = (imageURL: FileInput) => ({ imageURL, minHeight: 10, outputProbability: true })

describe('an upload by a page', () => {
  const kinds: Record<string, () => FileInput> = {
    'a Uint8Array': () => PNG,
    'a part of a larger buffer': () => new Uint8Array([9, ...PNG, 9]).subarray(1, PNG.length + 1),
    'a Blob': () => new Blob([PNG]),
    'a File': () => new File([PNG], '发票 "一".png', { type: 'image/png' }),
    'a web stream': () => new Blob([PNG]).stream(),
    'a stream of known size': () => ({ stream: () => new Blob([PNG]).stream(), size: PNG.length }),
  }
  it.each(Object.entries(kinds))('R90 of %s sends the very bytes, and sends them again after a failure that passes', async (_, file) => {
    const cloud = fakeCloud({ object: (__, turn) => (turn === 1 ? ossError(503, 'Busy', 'x') : new Response('', { status: 201 })) })
    const steps: UploadProgress[] = []
    await recognizeCharacter(cloud.client, requestOf(file()), { onUpload: (step) => steps.push(step) })
    const posts = cloud.to('object').map(({ headers, body }) => parseForm(headers['content-type'], body).at(-1))
    expect(posts).toHaveLength(2)
    for (const post of posts) {
      expect(post?.contentType).toBe('image/png')
      expect(post?.data.length === PNG.length && post.data.every((byte, index) => byte === PNG[index])).toBe(true)
    }
    expect(formOf(cloud.to('ocr')[0]).ImageURL).toMatch(/object-2$/)
    expect(steps.map(({ sent, total }) => sent / total)).toEqual([0, 0, 1])
  })

  it.each([
    ['an empty Blob', new Blob([]), 'ERR_INPUT_LIMIT', /is empty/],
    ['a Blob of too many bytes', new Blob([PNG, new Uint8Array(3145728)]), 'ERR_INPUT_LIMIT', /RecognizeCharacter takes at most 3145728/],
    ['a Blob of another format', new Blob(['%PDF-1.7']), 'ERR_INPUT_LIMIT', /is of format PDF/],
    ['a path', 'C:\\note.png', 'ERR_INVALID_OPTION', /fileFrom/],
  ])('R90 refuses %s before anything is sent, naming the field', async (_, file, code, message) => {
    const cloud = fakeCloud()
    const error = await recognizeCharacter(cloud.client, requestOf(file)).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, field: 'imageURL', message: expect.stringMatching(message) })
    expect(cloud.requests).toEqual([])
  })

  it('R70 an abort ends the wait for a Blob that cannot be read, with its own reason', async () => {
    const cloud = fakeCloud()
    const controller = new AbortController()
    const reason = new Error('enough')
    const blob = new Blob([PNG])
    blob.arrayBuffer = () => new Promise(() => {})
    const upload = uploadFile(cloud.client, blob, { signal: controller.signal })
    setTimeout(() => controller.abort(reason), 5)
    await expect(upload).rejects.toBe(reason)
    expect(cloud.requests).toEqual([])
  })
})
