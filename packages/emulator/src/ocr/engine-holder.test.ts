import { describe, expect, test } from 'vitest'
import { createEngineHolder } from './engine-holder.ts'
import type { OcrEngine, OcrInput } from './ocr-engine.ts'

const input: OcrInput = { parameters: {}, fetchFile: async () => new Uint8Array() }
const engine: OcrEngine = { answer: async (operation) => ({ operation }) }

const failure =
  (message: string, code?: string): (() => Promise<never>) =>
  () =>
    Promise.reject(Object.assign(new Error(message), { code }))

describe('the engine of @x/local-ocr', () => {
  test('is loaded once, at the first call', async () => {
    let loads = 0
    const holder = createEngineHolder(undefined, async () => {
      loads += 1
      return { createOcrEngine: async () => engine }
    })
    expect(loads).toBe(0)
    await Promise.all([holder.answer('A', input), holder.answer('B', input)])
    expect(await holder.answer('C', input)).toEqual({ operation: 'C' })
    expect(loads).toBe(1)
  })

  test('says what to install when it is not there', async () => {
    const holder = createEngineHolder(undefined, failure("Cannot find package '@x/local-ocr' imported from here", 'ERR_MODULE_NOT_FOUND'))
    await expect(holder.answer('A', input)).rejects.toMatchObject({
      code: 'InvalidApi.NotPurchase',
      status: 403,
      message: expect.stringContaining('Install @x/local-ocr'),
    })
  })

  test.each([failure("Cannot find package 'sharp'", 'ERR_MODULE_NOT_FOUND'), failure('model broken')])(
    'says when it is there and cannot start',
    async (load) => {
      await expect(createEngineHolder(undefined, load).answer('A', input)).rejects.toMatchObject({
        code: 'InternalError.Model',
        status: 500,
      })
    },
  )

  test('is tried again after a failed load', async () => {
    let tries = 0
    const holder = createEngineHolder(undefined, async () => {
      tries += 1
      if (tries === 1) throw new Error('not yet')
      return { createOcrEngine: () => engine }
    })
    await expect(holder.answer('A', input)).rejects.toThrow()
    expect(await holder.answer('A', input)).toEqual({ operation: 'A' })
  })
})

test('a closed holder loads nothing any more', async () => {
  const holder = createEngineHolder(undefined, () => Promise.reject(new Error('must not load')))
  await holder.close()
  await expect(holder.answer('A', input)).rejects.toMatchObject({ message: expect.stringContaining('closed') })
})
