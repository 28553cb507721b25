import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { callV1, OPEN_PLATFORM } from './signed-call.ts'
import { createTestClock, MINUTE, type TestClock } from './test-clock.ts'

interface Permit {
  readonly AccessKeyId: string
  readonly Bucket: string
  readonly EncodedPolicy: string
  readonly Endpoint: string
  readonly ObjectKey: string
  readonly Signature: string
  readonly UseAccelerate: boolean
}

const BOUNDARY = 'some-boundary'
/** Every byte value, and what looks like line breaks and boundaries. */
const BYTES = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, index) => index)), Buffer.from('\r\n--some-other\r\n--\r\n\r\n')])

let clock: TestClock
let emulator: Emulator
let permit: Permit

beforeEach(async () => {
  clock = createTestClock()
  emulator = await startEmulator({ clock, uploads: { permitSeconds: 60, maxBytes: 2000 } })
  permit = await authorize()
})

afterEach(() => emulator.close())

const authorize = async (parameters: Record<string, string> = { Product: 'ocr', RegionId: 'cn-shanghai' }): Promise<Permit> => {
  const call = { action: 'AuthorizeFileUpload', version: OPEN_PLATFORM, method: 'GET', now: clock.now(), parameters } as const
  return (await callV1(emulator.url, emulator.accounts[0], call)).json as unknown as Permit
}

type Field = readonly [name: string, value: string | Buffer]

const fieldsOf = (given: Permit): Field[] => [
  ['OSSAccessKeyId', given.AccessKeyId],
  ['policy', given.EncodedPolicy],
  ['Signature', given.Signature],
  ['key', given.ObjectKey],
  ['success_action_status', '201'],
  ['file', BYTES],
]

const encode = (fields: readonly Field[]): Buffer =>
  Buffer.concat([
    ...fields.flatMap(([name, value]) => [
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${name === 'file' ? '; filename="a.png"\r\nContent-Type: image/png' : ''}\r\n\r\n`,
      ),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ])

const post = (body: Buffer, path = `/${permit.Bucket}/`, contentType = `multipart/form-data; boundary=${BOUNDARY}`): Promise<Response> =>
  fetch(`${emulator.url}${path}`, { method: 'POST', headers: { 'Content-Type': contentType }, body: new Uint8Array(body) })

const postFields = (fields: readonly Field[]): Promise<Response> => post(encode(fields))

const replaced = (name: string, value: string | Buffer): Field[] =>
  fieldsOf(permit).map((field) => (field[0] === name ? [name, value] : field))

const codeOf = async (response: Response): Promise<string> => /<Code>(.*)<\/Code>/.exec(await response.text())?.[1] ?? ''

describe('AuthorizeFileUpload', () => {
  test('permits one object on the emulator itself', () => {
    expect(permit).toMatchObject({ Endpoint: emulator.endpoint, UseAccelerate: false, Bucket: expect.stringMatching(/^[\w-]+$/) })
    expect(JSON.parse(Buffer.from(permit.EncodedPolicy, 'base64').toString())).toEqual({
      expiration: '2026-01-02T03:05:05.000Z',
      conditions: [['content-length-range', 0, 2000], ['eq', '$key', permit.ObjectKey], { bucket: permit.Bucket }],
    })
  })

  test('wants product and region', async () => {
    expect(await authorize({ RegionId: 'cn-shanghai' })).toMatchObject({ Code: 'MissingProduct' })
    expect(await authorize({ Product: 'ocr' })).toMatchObject({ Code: 'MissingRegionId' })
    expect(await authorize({ Product: '../x', RegionId: 'cn-shanghai' })).toMatchObject({ Code: 'InvalidParameter.Product' })
  })

  test('gives another object each time', async () => {
    expect((await authorize()).ObjectKey).not.toBe(permit.ObjectKey)
  })
})

describe('PostObject', () => {
  test('R69 stores exactly the bytes that were sent and gives them back', async () => {
    const answer = await postFields(fieldsOf(permit))
    expect(answer.status).toBe(201)
    const url = `http://${emulator.endpoint}/${permit.Bucket}/${permit.ObjectKey}`
    expect(await answer.text()).toContain(`<Location>${url}</Location>`)
    expect(emulator.objects.read(url)?.bytes.equals(BYTES)).toBe(true)
    const stored = await fetch(url)
    expect(Buffer.from(await stored.arrayBuffer()).equals(BYTES)).toBe(true)
    expect(stored.headers.get('content-type')).toBe('image/png')
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.headers.get('content-length'), head.headers.get('etag')]).toEqual([String(BYTES.length), answer.headers.get('etag')])
  })

  test.each([
    ['201', 201],
    ['200', 200],
    ['204', 204],
    ['999', 204],
  ])('answers success_action_status %s with %d', async (wanted, status) => {
    const answer = await postFields(replaced('success_action_status', wanted))
    expect(answer.status).toBe(status)
    expect((await answer.text()) === '').toBe(status !== 201)
  })

  test('takes what a browser writes, on the path without slash', async () => {
    const form = new FormData()
    for (const [name, value] of fieldsOf(permit)) form.append(name, name === 'file' ? new Blob([new Uint8Array(BYTES)]) : String(value))
    expect((await fetch(`${emulator.url}/${permit.Bucket}`, { method: 'POST', body: form })).status).toBe(201)
    expect(emulator.objects.list()[0]?.bytes.equals(BYTES)).toBe(true)
  })

  test('ignores fields after the file, as OSS does', async () => {
    const fields = fieldsOf(permit)
    const [file] = fields.splice(5, 1)
    fields.splice(4, 0, file ?? ['file', ''])
    expect((await postFields(fields)).status).toBe(204)
    expect(emulator.objects.list()[0]?.bytes.equals(BYTES)).toBe(true)
  })

  test.each(['OSSAccessKeyId', 'policy', 'Signature', 'key'])('refuses a form whose %s stands after the file', async (name) => {
    const fields = fieldsOf(permit)
    const moved = fields.find((field) => field[0] === name) ?? ['', '']
    const answer = await postFields([...fields.filter((field) => field !== moved), moved])
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'InvalidArgument'])
    expect(emulator.objects.list()).toEqual([])
  })

  test('refuses names in other case', async () => {
    expect(await codeOf(await postFields(fieldsOf(permit).map(([name, value]) => [name === 'key' ? 'Key' : name, value])))).toBe(
      'InvalidArgument',
    )
  })

  test.each([
    ['no file', (fields: Field[]) => fields.slice(0, -1)],
    ['two files', (fields: Field[]) => [...fields, ['file', 'again'] as const]],
  ])('refuses a form with %s', async (_, change) => {
    expect(await codeOf(await postFields(change(fieldsOf(permit))))).toBe('IncorrectNumberOfFilesInPOSTRequest')
  })

  test.each([
    ['a field given twice', (fields: Field[]) => [['key', 'x'] as const, ...fields], 'InvalidArgument'],
    ['a field of 9000 bytes', (fields: Field[]) => [['x', 'x'.repeat(9000)] as const, ...fields], 'FieldItemTooLong'],
  ])('refuses a form with %s', async (_, change, code) => {
    expect(await codeOf(await postFields(change(fieldsOf(permit))))).toBe(code)
  })

  test('a writer that forgets the line break after the file gets the next header into its object', async () => {
    const text = encode(replaced('file', 'FILE')).toString('latin1')
    const broken = text.replace(
      `FILE\r\n--${BOUNDARY}--`,
      `FILE--${BOUNDARY}\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--${BOUNDARY}--`,
    )
    expect((await post(Buffer.from(broken))).status).toBe(201)
    expect(emulator.objects.list()[0]?.bytes.toString()).toContain('Content-Disposition')
  })

  test.each([
    ['another type', () => [encode(fieldsOf(permit)), 'application/octet-stream'] as const],
    ['another boundary', () => [encode(fieldsOf(permit)), 'multipart/form-data; boundary=other'] as const],
    ['no end', () => [encode(fieldsOf(permit)).subarray(0, -6), undefined] as const],
    ['nothing', () => [Buffer.alloc(0), undefined] as const],
  ])('refuses a body with %s as malformed', async (_, make) => {
    const [body, type] = make()
    const answer = await post(body, undefined, type)
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'MalformedPOSTRequest'])
  })
})

describe('the policy of an upload', () => {
  test('ends with its time', async () => {
    clock.advance(MINUTE)
    const answer = await postFields(fieldsOf(permit))
    expect(answer.status).toBe(403)
    const text = await answer.text()
    expect(text).toContain('<Code>AccessDenied</Code>')
    expect(text).toContain('Policy expired')
  })

  test('is for its object only', async () => {
    const answer = await postFields(replaced('key', 'another'))
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'AccessDenied'])
  })

  test('may not be changed', async () => {
    const generous = Buffer.from('{"expiration":"2099-01-01T00:00:00.000Z","conditions":[{"bucket":"x"}]}').toString('base64')
    const answer = await postFields(replaced('policy', generous))
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'SignatureDoesNotMatch'])
    expect(await codeOf(await postFields(replaced('Signature', 'AAAA')))).toBe('SignatureDoesNotMatch')
  })

  test('goes with the key of the permit, not with that of the caller', async () => {
    const answer = await postFields(replaced('OSSAccessKeyId', emulator.accounts[0].accessKeyId))
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'InvalidAccessKeyId'])
  })

  test('limits the size of the file', async () => {
    expect((await postFields(replaced('file', Buffer.alloc(2000)))).status).toBe(201)
    const answer = await postFields(replaced('file', Buffer.alloc(2001)))
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'EntityTooLarge'])
  })

  test('R50 a body beyond all limits is refused too', async () => {
    expect(await codeOf(await postFields(replaced('file', Buffer.alloc(2_000_000))))).toBe('EntityTooLarge')
  })
})

test('object storage knows no other bucket, object or method', async () => {
  expect(await codeOf(await post(encode(fieldsOf(permit)), '/other-bucket/'))).toBe('NoSuchBucket')
  expect(await codeOf(await fetch(`${emulator.url}/${permit.Bucket}/nothing`))).toBe('NoSuchKey')
  expect((await fetch(`${emulator.url}/${permit.Bucket}/x`, { method: 'PUT', body: 'x' })).status).toBe(405)
  expect((await fetch(`${emulator.url}/${permit.Bucket}/%zz`)).status).toBe(400)
})

test('a test can put an object and read it by address or path', async () => {
  const url = emulator.objects.put('folder/a b.png', Buffer.from('x'), 'image/png')
  expect(await (await fetch(url)).text()).toBe('x')
  expect(emulator.objects.read(url)?.key).toBe('folder/a b.png')
  expect(emulator.objects.read(`/${permit.Bucket}/folder/a b.png`)?.contentType).toBe('image/png')
})
