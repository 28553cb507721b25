import { describe, expect, it, vi } from 'vitest'
import { fakeCloud, formOf } from '../test/fake-cloud.ts'
import { getAsyncJobResult } from './operations/get-async-job-result.ts'
import { recognizeVideoCastCrewList } from './operations/recognize-video-cast-crew-list.ts'
import { recognizeVideoCharacter } from './operations/recognize-video-character.ts'
import { waitForJob } from './wait-for-job.ts'

const state = (Status?: string, more: object = {}): object => ({ RequestId: 'look', Data: { JobId: 'job-1', Status, ...more } })
const done = (result: unknown): object => state('PROCESS_SUCCESS', { Result: typeof result === 'string' ? result : JSON.stringify(result) })
const looks = (...states: object[]) => fakeCloud({ ocr: (_, turn) => states[turn - 1] ?? states.at(-1) ?? {} })

describe('waitForJob', () => {
  it('R90 asks until the job is done and answers its result, parsed and named', async () => {
    const result = { Width: 1280, Frames: [{ Timestamp: 2000, Elements: [{ Text: 'EXIT 4', TextRectangles: [{ Left: 100 }] }] }] }
    const cloud = looks(state('QUEUING'), state('PROCESSING'), state('PROCESSING'), done(result))
    const seen: unknown[] = []
    const data = await waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { onProgress: (status) => seen.push(status) })
    expect(data).toEqual({ width: 1280, frames: [{ timestamp: 2000, elements: [{ text: 'EXIT 4', textRectangles: [{ left: 100 }] }] }] })
    expect(seen).toEqual(['QUEUING', 'PROCESSING', 'PROCESSING', 'PROCESS_SUCCESS'])
    expect(cloud.requests.map(formOf)).toEqual(Array.from({ length: 4 }, () => ({ JobId: 'job-1' })))
  })

  it('R90 pauses about five seconds between looks, or as told, never twice the same', async () => {
    const cloud = looks(...Array.from({ length: 30 }, () => state('PROCESSING')), done({}))
    await waitForJob(cloud.client, recognizeVideoCharacter, 'job-1')
    expect(cloud.pauses).toHaveLength(30)
    for (const pause of cloud.pauses) expect(Math.abs(pause - 5000)).toBeLessThanOrEqual(1000)
    expect(new Set(cloud.pauses).size).toBeGreaterThan(20)

    const quick = looks(state('PROCESSING'), done({}))
    await waitForJob(quick.client, recognizeVideoCharacter, 'job-1', { pollInterval: 100 })
    expect(Math.abs((quick.pauses[0] ?? 0) - 100)).toBeLessThanOrEqual(20)
  })

  it('R90 a job that runs for an hour is waited for within the rate limit, and tells how long it was', async () => {
    const cloud = looks(...Array.from({ length: 720 }, () => state('PROCESSING')), done({ Width: 1 }))
    const waits: number[] = []
    const options = { deadline: 2 * 3600_000, onProgress: (_: unknown, { waited }: { readonly waited: number }) => waits.push(waited) }
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', options)).resolves.toEqual({ width: 1 })
    expect(waits).toHaveLength(721)
    expect(waits.at(-1)).toBeGreaterThan(3000_000)
    expect(Math.min(...cloud.pauses)).toBeGreaterThanOrEqual(4000)
  })

  it('a job that is done already is answered at the first look', async () => {
    const cloud = looks(done({ Width: 1 }))
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1')).resolves.toEqual({ width: 1 })
    expect(cloud.pauses).toEqual([])
  })

  it("keeps the keys of the operation's free maps", async () => {
    const cloud = looks(done({ CastResults: [{ StartTime: 1, DetailInfo: { Some_Key: 1 } }] }))
    const data = await waitForJob(cloud.client, recognizeVideoCastCrewList, 'job-1')
    expect(data).toEqual({ castResults: [{ startTime: 1, detailInfo: { Some_Key: 1 } }] })
  })

  it.each(['PROCESS_FAILED', 'TIMEOUT_FAILED', 'LIMIT_RETRY_FAILED', 'JOB_CANCELED'])(
    '%s is an error with the code of the job',
    async (status) => {
      const cloud = looks(
        state('PROCESSING'),
        state(status, { ErrorCode: 'InvalidImage.Download', ErrorMessage: 'could\n\u001b not fetch' }),
      )
      await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1')).rejects.toMatchObject({
        name: 'RpcError',
        code: 'ERR_JOB_FAILED',
        serviceCode: 'InvalidImage.Download',
        serviceMessage: 'could not fetch',
        requestId: 'look',
        retryable: false,
        message: expect.stringMatching(new RegExp(`^Job job-1 of RecognizeVideoCharacter ended with ${status}, InvalidImage.Download\\.`)),
      })
      expect(cloud.requests).toHaveLength(2)
    },
  )

  it('a failed job that gives no reason is told by its state', async () => {
    const cloud = looks(state('LIMIT_RETRY_FAILED', { ErrorCode: null }))
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1')).rejects.toMatchObject({
      serviceCode: 'LIMIT_RETRY_FAILED',
      serviceMessage: '',
      hint: 'Start the job again later.',
    })
  })

  it('an unknown, missing or null state means that the job goes on', async () => {
    const cloud = looks(state('A_NEW_STATE'), state(), { RequestId: 'look', Data: null }, { RequestId: 'look' }, done({}))
    const seen: unknown[] = []
    await waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { onProgress: (status) => seen.push(status) })
    expect(seen).toEqual(['A_NEW_STATE', undefined, undefined, undefined, 'PROCESS_SUCCESS'])
  })

  it.each(['', 'not json: secret-text', '7', 'null', '[1]', undefined])(
    'a result that is %j is a clear error without the text',
    async (result) => {
      const cloud = looks(state('PROCESS_SUCCESS', { Result: result }))
      const error: unknown = await waitForJob(cloud.client, recognizeVideoCharacter, 'job-1').catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', retryable: false })
      expect(String((error as Error).stack)).not.toContain('secret-text')
    },
  )

  it('R90 gives up at the deadline, names the job, and goes on when it is called again', async () => {
    const cloud = fakeCloud({ ocr: (_, turn) => (turn < 200 ? state('PROCESSING') : done({ Width: 2 })) })
    const start = cloud.client.rpc.settings.now()
    const error: unknown = await waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { deadline: 60_000 }).catch(
      (caught: unknown) => caught,
    )
    const took = cloud.client.rpc.settings.now() - start
    expect(error).toMatchObject({
      code: 'ERR_TIMEOUT',
      retryable: true,
      message: expect.stringMatching(/^Job job-1 of RecognizeVideoCharacter did not end within 60000 ms \(last state: PROCESSING\)/),
    })
    expect(took).toBeGreaterThanOrEqual(59_000)
    expect(took).toBeLessThanOrEqual(60_000)
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { deadline: 3_600_000 })).resolves.toEqual({ width: 2 })
  })

  it('waits ten minutes by default', async () => {
    const cloud = fakeCloud({ ocr: () => state('QUEUING') })
    const start = cloud.client.rpc.settings.now()
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
    expect(Math.round((cloud.client.rpc.settings.now() - start) / 1000)).toBeGreaterThanOrEqual(599)
  })

  it('a look gets no more time than is left, and the last one begins a second before the end', async () => {
    const cloud = looks(state('QUEUING'), done({}))
    const given: (number | undefined)[] = []
    const { call } = cloud.client
    vi.spyOn(cloud.client, 'call').mockImplementation((operation, request, runtime) => {
      given.push(runtime?.deadline)
      return call(operation, request, runtime)
    })
    await waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { deadline: 3000, pollInterval: 5000 })
    expect(given).toEqual([3000, 1000])
  })

  it('a look that fails for a moment does not end the waiting; one that is refused does', async () => {
    const throttled = (): Response => new Response(JSON.stringify({ Code: 'Throttling', Message: 'slow', RequestId: 'r' }), { status: 429 })
    const cloud = fakeCloud({ ocr: (_, turn) => (turn <= 4 ? throttled() : done({ Width: 3 })) })
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { runtime: { autoretry: false } })).resolves.toEqual({
      width: 3,
    })

    const refused = fakeCloud({
      ocr: () =>
        new Response(JSON.stringify({ Code: 'InvalidParameter.BadRequest', Message: 'unknown job', RequestId: 'r' }), { status: 400 }),
    })
    await expect(waitForJob(refused.client, recognizeVideoCharacter, 'nope')).rejects.toMatchObject({
      serviceCode: 'InvalidParameter.BadRequest',
    })

    const down = fakeCloud({ ocr: throttled })
    await expect(waitForJob(down.client, recognizeVideoCharacter, 'job-1', { deadline: 20_000 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      cause: { serviceCode: 'Throttling' },
      message: expect.stringContaining('last state: unknown'),
    })
  })

  it('R70 an abort ends it with its own reason, between looks and during one', async () => {
    const reason = new Error('enough')
    const between = new AbortController()
    const cloud = fakeCloud({ ocr: () => state('PROCESSING') })
    const options = { signal: between.signal, onProgress: () => between.abort(reason) }
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', options)).rejects.toBe(reason)
    expect(cloud.requests).toHaveLength(1)
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { runtime: { signal: between.signal } })).rejects.toBe(reason)
    expect(cloud.requests).toHaveLength(1)
  })

  it('R64 goes on when its listener throws, or gives a promise that is rejected', async () => {
    for (const onProgress of [
      () => {
        throw new Error('mine')
      },
      async () => {
        throw new Error('mine')
      },
    ]) {
      const cloud = looks(state('QUEUING'), done({ Width: 1 }))
      await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', { onProgress })).resolves.toEqual({ width: 1 })
    }
    // vitest fails the run for a rejection that nobody handles.
    await new Promise((resolve) => setTimeout(resolve))
  })

  it.each([
    ...[0, -1, Number.NaN, '1000', null].map((pollInterval) => ['pollInterval', { pollInterval }] as const),
    ...[0, -1, Number.NaN, '1000', null].map((deadline) => ['deadline', { deadline }] as const),
    ...[{}, 5, null].map((signal) => ['signal', { signal }] as const),
    ['onProgress', { onProgress: 5 }],
    ['runtime', { runtime: 5 }],
    ['options', null],
  ] as const)('R11 refuses %s that cannot work', async (field, options) => {
    const cloud = looks(done({}))
    await expect(waitForJob(cloud.client, recognizeVideoCharacter, 'job-1', options as never)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field,
    })
    expect(cloud.requests).toEqual([])
  })

  it('R11 refuses what is no client, no operation and no id', async () => {
    const { client } = looks(done({}))
    const wait = (...args: readonly unknown[]) => waitForJob(...(args as Parameters<typeof waitForJob>))
    for (const none of [undefined, null, {}]) {
      await expect(wait(none, recognizeVideoCharacter, 'job-1')).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'client' })
      await expect(wait(client, none, 'job-1')).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'operation' })
    }
    for (const id of [undefined, '', 5])
      await expect(wait(client, recognizeVideoCharacter, id)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'requestId' })
  })

  it('R11 refuses an option that is not known, and names the one that is meant', async () => {
    const { client } = looks(done({}))
    await expect(waitForJob(client, recognizeVideoCharacter, 'job-1', { poll_interval: 1 } as never)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'poll_interval',
      hint: 'Use pollInterval.',
    })
  })

  it('the bare look answers the state of a failed job without an error', async () => {
    const cloud = looks(state('PROCESS_FAILED', { ErrorCode: 'InvalidParameter' }))
    const { data } = await getAsyncJobResult(cloud.client, { jobId: 'job-1' })
    expect(data).toEqual({ jobId: 'job-1', status: 'PROCESS_FAILED', errorCode: 'InvalidParameter' })
  })
})
