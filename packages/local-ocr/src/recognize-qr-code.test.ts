import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { recognizeQrCode } from './recognize-qr-code.ts'
import type { Corners } from './text-line.ts'

const png = sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()
const failure = Object.assign(new Error('The file could not be fetched.'), { code: 'InvalidImage.Download', statusCode: 400 })

const corners = [0, 1, 2, 3].map((x) => ({ x, y: 0 })) as unknown as Corners

async function fetchFile(url: string): Promise<Uint8Array> {
  if (url === 'absent') throw failure
  return url === 'broken' ? new Uint8Array(4) : png
}

async function recognize(Tasks: unknown, codes: string[] = []) {
  return (await recognizeQrCode(
    { parameters: { Tasks }, fetchFile },
    { readCodes: async () => codes.map((text) => ({ text, corners })) },
  )) as {
    Elements: { TaskId: string; ImageURL: string; Results: unknown[] }[]
  }
}

describe('recognizeQrCode', () => {
  it('gives an element a task, in their order, with all codes of the picture', async () => {
    expect(await recognize([{ ImageURL: 'a' }, { ImageURL: 'b' }], ['one', '二'])).toEqual({
      Elements: ['a', 'b'].map((ImageURL, at) => ({
        TaskId: `img-${at + 1}`,
        ImageURL,
        Results: [{ Label: 'qrcode', Suggestion: 'review', Rate: 100, QrCodesData: ['one', '二'] }],
      })),
    })
  })

  it('calls a picture without a code normal', async () => {
    const { Elements } = await recognize([{ ImageURL: 'a' }])
    expect(Elements[0]?.Results).toEqual([{ Label: 'normal', Suggestion: 'pass', QrCodesData: [] }])
  })

  it('goes on after a task that fails, and leaves its Results empty', async () => {
    const { Elements } = await recognize([{ ImageURL: 'absent' }, { ImageURL: 'a' }, { ImageURL: 'broken' }], ['x'])
    expect(Elements.map(({ Results }) => Results.length)).toEqual([0, 1, 0])
  })

  it('throws the first error when every task fails', async () => {
    await expect(recognize([{ ImageURL: 'absent' }, { ImageURL: 'broken' }])).rejects.toBe(failure)
    await expect(recognize([{ ImageURL: 'broken' }])).rejects.toMatchObject({ code: 'InvalidFile.Decode' })
  })

  it.each([
    ['MissingTasks', undefined],
    ['MissingTasks', []],
    ['MissingImageURL', [{}]],
    ['ClientError.IllegalArgument', 'a'],
    ['ClientError.IllegalArgument', ['a']],
    ['ClientError.IllegalArgument', Array.from({ length: 11 }, () => ({ ImageURL: 'a' }))],
  ])('answers %s to Tasks %j', async (code, tasks) => {
    await expect(recognize(tasks)).rejects.toMatchObject({ code })
  })

  it('takes ten tasks', async () => {
    const { Elements } = await recognize(Array.from({ length: 10 }, () => ({ ImageURL: 'a' })))
    expect(Elements).toHaveLength(10)
  })
})
