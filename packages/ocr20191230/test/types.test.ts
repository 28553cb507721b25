import { expectTypeOf, it } from 'vitest'
import { recognizeAll } from '../src/batch.ts'
import {
  Client,
  createOcrClient,
  type FileInput,
  getAsyncJobResult,
  type OcrClient,
  type Operation,
  type RecognizeCharacterRequest,
  type RecognizeCharacterResponse,
  type RecognizeIdentityCardRequest,
  type RecognizeQrCodeRequest,
  type RecognizeTrainTicketData,
  type RecognizeVideoCharacterData,
  recognizeCharacter,
  type recognizeQrCode,
  recognizeVideoCharacter,
  type UploadProgress,
  waitForJob,
} from '../src/index.ts'

it('requests have the required members of the service, under our names', () => {
  expectTypeOf<RecognizeCharacterRequest>().toEqualTypeOf<{ imageURL: FileInput; minHeight: number; outputProbability: boolean }>()
  expectTypeOf<{ imageURL: string }>().not.toExtend<RecognizeCharacterRequest>()
  expectTypeOf<{ imageURL: string; side: undefined }>().toExtend<RecognizeIdentityCardRequest>()
  expectTypeOf<{ tasks: readonly { imageURL: Uint8Array }[] }>().toExtend<RecognizeQrCodeRequest>()
})

it('answers have a request id, and everything else may be missing', () => {
  expectTypeOf<RecognizeCharacterResponse['requestId']>().toEqualTypeOf<string>()
  expectTypeOf<{ requestId: string }>().toExtend<RecognizeCharacterResponse>()
  expectTypeOf<RecognizeTrainTicketData['price']>().toEqualTypeOf<number | undefined>()
  expectTypeOf<NonNullable<RecognizeCharacterResponse['data']>['results']>().extract<object>().items.toHaveProperty('textRectangles')
})

it('known values are proposed, and others are taken', () => {
  expectTypeOf<'face'>().toExtend<RecognizeIdentityCardRequest['side']>()
  expectTypeOf<'a new side'>().toExtend<RecognizeIdentityCardRequest['side']>()
  expectTypeOf<number>().not.toExtend<RecognizeIdentityCardRequest['side']>()
})

it('file fields take every kind of file, a Node stream too', () => {
  expectTypeOf<import('node:stream').Readable>().toExtend<FileInput>()
  expectTypeOf<Buffer>().toExtend<FileInput>()
  expectTypeOf<File>().toExtend<FileInput>()
  expectTypeOf<ReadableStream<Uint8Array>>().toExtend<FileInput>()
  expectTypeOf<number>().not.toExtend<FileInput>()
})

it('the class is a client for the functions, and its methods are the functions', () => {
  expectTypeOf<Client>().toExtend<OcrClient>()
  expectTypeOf(createOcrClient).returns.toEqualTypeOf<OcrClient>()
  expectTypeOf<Client['recognizeQrCode']>().returns.toEqualTypeOf<ReturnType<typeof recognizeQrCode>>()
  expectTypeOf(recognizeCharacter).toEqualTypeOf<Operation<RecognizeCharacterRequest, RecognizeCharacterResponse>>()
  expectTypeOf(getAsyncJobResult).parameter(1).toEqualTypeOf<{ jobId: string }>()
})

it('waiting for a job gives the data of the operation that started it', () => {
  const waited = () => waitForJob(new Client({}), recognizeVideoCharacter, 'id')
  expectTypeOf(waited).returns.resolves.toEqualTypeOf<RecognizeVideoCharacterData>()
})

it('a batch takes requests and files, and gives the answers of its operation with the inputs', () => {
  const client = new Client({})
  const request = { minHeight: 10, outputProbability: true }
  const files = () => recognizeAll(client, recognizeCharacter, [new Uint8Array()], { request })
  type Result = ReturnType<typeof files> extends AsyncGenerator<infer R> ? R : never
  expectTypeOf<Extract<Result, { ok: true }>['response']>().toEqualTypeOf<RecognizeCharacterResponse>()
  expectTypeOf<Result['input']>().toEqualTypeOf<Uint8Array<ArrayBuffer>>()
  expectTypeOf<Extract<Result, { ok: false }>['inDoubt']>().toEqualTypeOf<boolean>()
  const requests = () => recognizeAll(client, recognizeCharacter, [{ imageURL: 'https://example.com/a.png' }], { request })
  expectTypeOf(requests).returns.toExtend<AsyncIterable<{ readonly ok: boolean }>>()
  // @ts-expect-error a member that the operation does not have
  const wrong = () => recognizeAll(client, recognizeCharacter, [{ imageUrl: 'x' }], { request: { minHeigth: 1 } })
  expectTypeOf(wrong).toBeFunction()
})

it('calls take what treats their files beside the settings of every call', () => {
  type Options = NonNullable<Parameters<typeof recognizeCharacter>[2]>
  expectTypeOf<{ fit: true; refetch: true; readTimeout: 1; onUpload(progress: UploadProgress): void }>().toExtend<Options>()
  expectTypeOf<{ fit: 'yes' }>().not.toExtend<Options>()
})
