import { describe, expect, it } from 'vitest'
import { fakeCloud, formOf, ossError, PERMIT } from '../test/fake-cloud.ts'
import { textOf } from '../test/strict-form.ts'
import { created, PNG, partsOf, request } from '../test/upload-samples.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'
import { recognizeQrCode } from './operations/recognize-qr-code.ts'
import { uploadFile, uploadFiles } from './upload-file.ts'

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
