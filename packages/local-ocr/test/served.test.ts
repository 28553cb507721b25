import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Emulator } from '../../emulator/src/index.ts'
import { startEmulator } from '../../emulator/src/index.ts'
import { callAcs3, OCR } from '../../emulator/test/signed-call.ts'
import { createOcrEngine } from '../src/index.ts'
import { aviFile } from './pictures/avi-file.ts'
import { render } from './pictures/render-picture.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ ocr: createOcrEngine() })
})
afterAll(() => emulator.close())

const call = async (action: string, parameters: Record<string, string>) =>
  (await callAcs3(emulator.url, emulator.accounts[0], { action, version: OCR, now: Date.now(), parameters })).json

it('a film is read as a job of the emulator, which answers its frames as JSON text', async () => {
  const sign = await render({ width: 320, height: 120, lines: [{ text: '出口 EXIT 4', x: 30, y: 76, size: 40 }] })
  const VideoURL = emulator.objects.put('sign.avi', Buffer.from(aviFile([await sign.jpeg().toBuffer()], 320, 120, 1000)))
  const submitted = await call('RecognizeVideoCharacter', { VideoURL })
  expect(submitted).toEqual({ RequestId: expect.any(String), Message: expect.stringContaining('GetAsyncJobResult') })

  const JobId = String(submitted.RequestId)
  const look = async () => (await call('GetAsyncJobResult', { JobId })).Data as Record<string, string>
  let state = await look()
  expect(state).toEqual({ JobId, Status: 'PROCESSING' })
  while (state.Status === 'PROCESSING') {
    await new Promise((resolve) => setTimeout(resolve, 100))
    state = await look()
  }
  expect(state.Status).toBe('PROCESS_SUCCESS')
  const { Width, Height, InputFile, Frames } = JSON.parse(state.Result ?? '')
  expect({ Width, Height, InputFile }).toEqual({ Width: 320, Height: 120, InputFile: VideoURL })
  const texts = Frames.map((frame: { Elements: { Text: string }[] }) => frame.Elements.map(({ Text }) => Text.replaceAll(' ', '')).join(''))
  expect(texts).toEqual(['出口EXIT4'])
})

it('a film that cannot be unpacked is a job that failed', async () => {
  const VideoURL = emulator.objects.put('film.mp4', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(40)]))
  const JobId = String((await call('RecognizeVideoCharacter', { VideoURL })).RequestId)
  await expect
    .poll(async () => (await call('GetAsyncJobResult', { JobId })).Data, { timeout: 60_000 })
    .toMatchObject({
      JobId,
      Status: 'PROCESS_FAILED',
      ErrorCode: 'InvalidFile.Type',
    })
})

it('retired operations are out of service', async () => {
  expect(await call('RecognizePoiName', { ImageURL: 'http://127.0.0.1:1/x' })).toMatchObject({ Code: 'InvalidApi.OutOfService' })
})
