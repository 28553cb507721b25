import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { all, checkpoints, picture, reader, request, unlimited } from '../../test/batch-cloud.ts'
import { recognizeCharacter } from '../operations/recognize-character.ts'
import { recognizeQrCode } from '../operations/recognize-qr-code.ts'
import { planAll } from './plan-all.ts'
import { recognizeAll } from './recognize-all.ts'

const { newFile } = checkpoints()

describe('planAll', () => {
  it('counts what a batch would send and cost, and sends nothing', async () => {
    const checkpoint = newFile()
    await all(reader(), [picture(1)], { checkpoint })
    const cloud = reader()
    const inputs = [picture(1), picture(2), picture(2), picture(3), new Uint8Array([1]), 'a/path']
    const plan = await planAll(cloud.client, recognizeCharacter, inputs, { request, checkpoint, pricePerUnit: 0.5 })
    expect(plan).toEqual({ inputs: 6, calls: 2, units: 2, cost: 1, seconds: 1, answered: 1, repeated: 1, inDoubt: 0, refused: 2 })
    expect(cloud.requests).toEqual([])
  })

  it('makes nothing, and looks into a checkpoint that is in use', async () => {
    const checkpoint = newFile()
    const cloud = reader()
    await planAll(cloud.client, recognizeCharacter, [picture(1)], { request, checkpoint })
    expect(existsSync(checkpoint)).toBe(false)
    const batch = recognizeAll(cloud.client, recognizeCharacter, [picture(1)], { ...unlimited, checkpoint })
    await batch.next()
    const before = readFileSync(checkpoint)
    expect(await planAll(cloud.client, recognizeCharacter, [picture(1)], { request, checkpoint })).toMatchObject({ answered: 1, calls: 0 })
    expect(readFileSync(checkpoint)).toEqual(before)
    await batch.return()
    const store = { lines: async function* () {}, append: vi.fn(), line: async () => '', close: async () => {} }
    await planAll(cloud.client, recognizeCharacter, [picture(1)], { request, checkpoint: store })
    expect(store.append).not.toHaveBeenCalled()
  })

  it('counts tasks where each is billed', async () => {
    const tasks = [{ imageURL: 'https://example.com/a' }, { imageURL: 'https://example.com/b' }]
    const plan = await planAll(reader().client, recognizeQrCode, [{ tasks }])
    expect(plan).toMatchObject({ calls: 1, units: 2, cost: undefined, seconds: 0 })
  })
})
