import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import type { OcrEngine, OcrInput } from '../src/ocr/ocr-engine.ts'
import { ASYNC_OPERATIONS, OCR_OPERATIONS } from '../src/ocr/ocr-operations.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { type Answer, callAcs3, type Key, OCR } from './signed-call.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

let clock: TestClock
let emulator: Emulator
let asked: { operation: string; input: OcrInput }[]
let answer: OcrEngine['answer']
let closed: number

beforeEach(async () => {
  clock = createTestClock()
  asked = []
  closed = 0
  answer = async () => ({ Width: 1 })
  const engine: OcrEngine = {
    answer(operation, input) {
      asked.push({ operation, input })
      return answer(operation, input)
    },
    async close() {
      closed += 1
    },
  }
  emulator = await startEmulator({ clock, ocr: engine, ocrRateLimit: 2, jobs: { queueMs: 1000, processMs: 2000 }, accounts: [{}, {}] })
})

afterEach(() => emulator.close())

const call = (action: string, parameters: Record<string, string>, key: Key = emulator.accounts[0]): Promise<Answer> =>
  callAcs3(emulator.url, key, { action, version: OCR, now: clock.now(), parameters })

const readCard = (ImageURL: string): Promise<Answer> => call('RecognizeBankCard', { ImageURL })

const rejection = (code: string, message: string, statusCode?: number): Error => Object.assign(new Error(message), { code, statusCode })

test('the table of operations is that of the description', () => {
  const described: Record<string, { required: string[]; async: boolean }> = JSON.parse(
    readFileSync(new URL('__fixtures__/ocr-parameters.json', import.meta.url), 'utf8'),
  )
  const ours = Object.entries(OCR_OPERATIONS).map(([name, required]) => [name, { required, async: ASYNC_OPERATIONS.includes(name) }])
  expect(Object.fromEntries(ours)).toEqual(described)
})

describe('an operation', () => {
  test('is answered with the Data of the engine', async () => {
    const parameters = { ImageURL: 'http://127.0.0.1/x', MinHeight: '16', OutputProbability: 'true' }
    const { status, json } = await call('RecognizeCharacter', parameters)
    expect([status, json]).toEqual([200, { RequestId: expect.any(String), Data: { Width: 1 } }])
    expect(asked).toMatchObject([{ operation: 'RecognizeCharacter', input: { parameters } }])
  })

  test('gets flattened lists put together, and no parameter of the call itself', async () => {
    const flat = { 'Tasks.2.ImageURL': 'b', 'Tasks.1.ImageURL': 'a', 'Tasks.10.ImageURL': 'c', RegionId: 'cn-shanghai' }
    await call('RecognizeQrCode', flat)
    expect(JSON.parse(JSON.stringify(asked[0]?.input.parameters))).toEqual({
      Tasks: [{ ImageURL: 'a' }, { ImageURL: 'b' }, { ImageURL: 'c' }],
    })
  })

  test.each([
    ['RecognizeCharacter', { ImageURL: 'x', MinHeight: '1' }, 'MissingOutputProbability'],
    ['RecognizeCharacter', {}, 'MissingImageURL'],
    ['RecognizeVATInvoice', { FileURL: 'x' }, 'MissingFileType'],
    ['RecognizeQrCode', {}, 'MissingTasks'],
    ['GetAsyncJobResult', {}, 'MissingJobId'],
  ])('%s with %o is refused', async (action, parameters, code) => {
    expect(await call(action, parameters)).toMatchObject({ status: 400, json: { Code: code } })
    expect(asked).toEqual([])
  })

  test('is refused as the engine refuses', async () => {
    answer = () => Promise.reject(rejection('InvalidFile.Decode', 'cannot be opened'))
    expect(await readCard('x')).toMatchObject({ status: 400, json: { Code: 'InvalidFile.Decode', Message: 'cannot be opened' } })
    answer = () => Promise.reject(rejection('InvalidApi.OutOfService', 'not yet', 403))
    expect(await readCard('x')).toMatchObject({ status: 403, json: { Code: 'InvalidApi.OutOfService' } })
  })

  test.each([new Error('boom'), rejection('ENOENT', 'no file'), rejection('ERR_INVALID_ARG_TYPE', 'x')])(
    'is answered InternalError.Algo when the engine breaks (%o)',
    async (error) => {
      answer = () => Promise.reject(error)
      expect(await readCard('x')).toMatchObject({ status: 500, json: { Code: 'InternalError.Algo' } })
    },
  )

  test('is throttled above the calls of one second, for each account and operation', async () => {
    await readCard('1')
    await readCard('2')
    expect(await readCard('3')).toMatchObject({ status: 429, json: { Code: 'Throttling' } })
    expect((await call('RecognizeTrainTicket', { ImageURL: 'x' })).status).toBe(200)
    expect((await call('RecognizeBankCard', { ImageURL: 'x' }, emulator.accounts[1])).status).toBe(200)
    clock.advance(1000)
    expect((await readCard('4')).status).toBe(200)
  })
})

describe('a file that an engine asks for', () => {
  let server: Server
  let outside: string

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/picture') response.end('outside bytes')
      else response.writeHead(302, { Location: '/picture' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    answer = async (_, { parameters, fetchFile }) => ({ text: Buffer.from(await fetchFile(String(parameters.ImageURL))).toString() })
  })

  afterEach(() => new Promise((resolve) => server.close(resolve)))

  test('comes straight from the object storage, also by the name localhost', async () => {
    const url = emulator.objects.put('a/b.png', Buffer.from('object bytes'))
    expect((await readCard(url)).json.Data).toEqual({ text: 'object bytes' })
    expect((await readCard(url.replace('127.0.0.1', 'localhost'))).json.Data).toEqual({ text: 'object bytes' })
  })

  test('comes from other servers of this machine', async () => {
    expect((await readCard(`${outside}/picture`)).json.Data).toEqual({ text: 'outside bytes' })
  })

  test.each([
    ['R44 a redirect', () => `${outside}/elsewhere`],
    ['an object that is not there', () => `${emulator.url}/viapi-customer-pop/nothing`],
    ['a closed port', () => 'http://127.0.0.1:1/x'],
  ])('cannot be fetched from %s', async (_, url) => {
    expect(await readCard(url())).toMatchObject({ status: 400, json: { Code: 'InvalidImage.Download' } })
  })

  test.each([
    'http://192.0.2.1/x',
    'http://example.com/x',
    'http://127.0.0.1.example.com/x',
    'https://127.0.0.1/x',
    'file:///etc/hostname',
  ])('is not even tried at %s', async (url) => {
    const { status, json } = await readCard(url)
    expect([status, json.Code]).toEqual([400, 'InvalidImage.Download'])
    expect(json.Message).toContain('only uploaded objects and http addresses of this machine')
  })

  test.each(['picture.png', 'http://127.0.0.1/图片.png', 'http://127.0.0.1/a b.png'])('is refused for the address %s', async (url) => {
    expect((await readCard(url)).json.Code).toBe('InvalidImage.URL')
  })
})

describe('an asynchronous operation', () => {
  const submit = async (): Promise<string> => {
    const { json } = await call('RecognizeVideoCharacter', { VideoURL: 'x' })
    expect(json).toEqual({ RequestId: expect.any(String), Message: expect.stringContaining('GetAsyncJobResult') })
    return String(json.RequestId)
  }
  const look = async (JobId: string, key?: Key): Promise<unknown> => {
    const { json } = await call('GetAsyncJobResult', { JobId }, key)
    return json.Data ?? json.Code
  }

  test('goes from the queue over processing to its result as JSON text', async () => {
    const JobId = await submit()
    expect(await look(JobId)).toEqual({ JobId, Status: 'QUEUING' })
    clock.advance(1000)
    expect(await look(JobId)).toEqual({ JobId, Status: 'PROCESSING' })
    clock.advance(2000)
    expect(await look(JobId)).toEqual({ JobId, Status: 'PROCESS_SUCCESS', Result: '{"Width":1}' })
  })

  test('stays in processing until the engine is done', async () => {
    let finish: (data: Record<string, unknown>) => void = () => {}
    answer = () =>
      new Promise((resolve) => {
        finish = resolve
      })
    const JobId = await submit()
    clock.advance(60_000)
    expect(await look(JobId)).toEqual({ JobId, Status: 'PROCESSING' })
    finish({ Frames: [] })
    expect(await look(JobId)).toMatchObject({ Status: 'PROCESS_SUCCESS', Result: '{"Frames":[]}' })
  })

  test('fails with the code of the engine, in an answer of status 200', async () => {
    answer = () => Promise.reject(rejection('InvalidImage.Download', 'not there'))
    const JobId = await submit()
    clock.advance(3000)
    expect(await look(JobId)).toEqual({ JobId, Status: 'PROCESS_FAILED', ErrorCode: 'InvalidImage.Download', ErrorMessage: 'not there' })
  })

  test('is not found under a wrong id or by another account', async () => {
    const JobId = await submit()
    expect(await look('nonsense')).toBe('InvalidParameter.BadRequest')
    expect(await look(JobId, emulator.accounts[1])).toBe('InvalidParameter.BadRequest')
  })
})

test('closing the emulator closes its engine, once', async () => {
  await readCard('x')
  await Promise.all([emulator.close(), emulator.close()])
  expect(closed).toBe(1)
})
