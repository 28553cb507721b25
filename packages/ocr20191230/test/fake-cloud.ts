import type { FetchInit, FetchLike } from '@x/credentials-core'
import type { Config } from '@x/tea-rpc'
import { createOcrClient, type OcrClient } from '../src/ocr-client.ts'

/** A request as it arrived. */
export interface CloudRequest {
  readonly service: 'permit' | 'object' | 'ocr'
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** What the caller asked of the transport, as far as it reaches a `fetch`. */
  readonly signal: AbortSignal | undefined
}

/** Answers of the three services; `turn` counts the requests of each from 1. */
export interface CloudAnswers {
  permit?(turn: number): object | Response
  object?(request: CloudRequest, turn: number): Response | Promise<Response>
  ocr?(request: CloudRequest, turn: number): object | Response
}

/** Permit service, object storage and OCR service behind one `fetch`, without any network. */
export interface FakeCloud {
  readonly client: OcrClient
  readonly requests: CloudRequest[]
  /** Milliseconds of every pause, in order. */
  readonly pauses: number[]
  to(service: CloudRequest['service']): CloudRequest[]
}

export const PERMIT = {
  RequestId: 'permit-request',
  AccessKeyId: 'permit-key-id',
  Bucket: 'viapi-customer-pop',
  EncodedPolicy: 'cGVybWl0LXBvbGljeQ==',
  Endpoint: 'oss-cn-shanghai.aliyuncs.com',
  ObjectKey: 'account/object-1',
  Signature: 'permit-signature=',
  UseAccelerate: false,
}

export const KEYS = { accessKeyId: 'test-key-id-0001', accessKeySecret: 'test-key-secret-0001' }

export function fakeCloud(answers: CloudAnswers = {}, config: Partial<Config> = {}): FakeCloud {
  const requests: CloudRequest[] = []
  const pauses: number[] = []
  let time = Date.UTC(2026, 0, 2, 3, 4, 5)
  const to = (service: CloudRequest['service']): CloudRequest[] => requests.filter((request) => request.service === service)

  const fetch: FetchLike = async (address, init = {}) => {
    init.signal?.throwIfAborted()
    const request = arrived(address, init)
    requests.push(request)
    time += 10
    const turn = to(request.service).length
    switch (request.service) {
      case 'permit':
        return asResponse(answers.permit?.(turn) ?? { ...PERMIT, ObjectKey: `account/object-${turn}` })
      case 'object':
        return answers.object?.(request, turn) ?? new Response('<PostResponse><Key>k</Key></PostResponse>', { status: 201 })
      default:
        return asResponse(answers.ocr?.(request, turn) ?? { RequestId: 'ocr-request' })
    }
  }
  const client = createOcrClient({
    ...KEYS,
    now: () => time,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      pauses.push(ms)
      time += ms
    },
    ...config,
    fetch,
  })
  return { client, requests, pauses, to }
}

/** The form of a request to the OCR service. */
export function formOf(request: CloudRequest | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(request?.body)))
}

export function ossError(status: number, code: string, message: string): Response {
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>${code}</Code>\n  <Message>${message}</Message>\n  <RequestId>oss-request</RequestId>\n  <HostId>oss-host</HostId>\n</Error>`,
    { status, headers: { 'content-type': 'application/xml' } },
  )
}

function arrived(address: string, init: FetchInit): CloudRequest {
  const url = new URL(address)
  const headers = Object.fromEntries(Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  const isForm = headers['content-type']?.startsWith('multipart/')
  return {
    service: isForm
      ? 'object'
      : headers['x-acs-action'] === 'AuthorizeFileUpload' || /AuthorizeFileUpload/.test(url.search)
        ? 'permit'
        : 'ocr',
    url,
    method: init.method ?? 'GET',
    headers,
    body: typeof init.body === 'string' ? new TextEncoder().encode(init.body) : ((init.body as Uint8Array | null) ?? new Uint8Array()),
    signal: init.signal ?? undefined,
  }
}

function asResponse(answer: object): Response {
  return answer instanceof Response ? answer : new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } })
}
