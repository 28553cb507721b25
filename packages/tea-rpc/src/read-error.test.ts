import { inspect } from 'node:util'
import { createCredentials } from '@x/credentials-core'
import { findCanary, lateness } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { recordingFetch } from '../test/recorded-request.ts'
import { createRpcClient, type RpcError, type RpcEvent } from './index.ts'
import { readError } from './read-error.ts'

const FAILED = { host: 'thing.example.com', action: 'DescribeThing', credentials: undefined }

const read = (text: string, headers: Record<string, string> = {}, status = 502): RpcError =>
  readError(status, new Headers(headers), text, FAILED, () => 0)

describe('readError', () => {
  const long = 8_000_000
  it.each<[string, string]>([
    ['brackets', '<'.repeat(100_000)],
    ['open tags', '<a '.repeat(100_000)],
    ['brackets in JSON', JSON.stringify({ Code: '<'.repeat(100_000), Message: '<'.repeat(100_000), HostId: '<'.repeat(100_000) })],
    ['one word', 'x'.repeat(long)],
    ['one word in JSON', JSON.stringify({ Code: 'x'.repeat(long), Message: 'x'.repeat(long), Recommend: 'x'.repeat(long) })],
    ['one word in XML', `<Error><Message>${'x'.repeat(long)}`],
    ['blanks', ' '.repeat(long)],
    ['half words', 'string to sign i'.repeat(100_000)],
    ['lists in lists', `{"AccessDeniedDetail":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['many members', JSON.stringify({ AccessDeniedDetail: Array.from({ length: 300_000 }, (_, at) => ({ [at]: 'x' })) })],
    ['a long detail', JSON.stringify({ AccessDeniedDetail: { a: '<'.repeat(long), b: ['x'.repeat(long)] } })],
  ])('R11 R51 makes a short typed error of any body at once: %s', async (_, body) => {
    let error: RpcError | undefined
    const late = await lateness(0, async () => {
      error = read(body, { 'x-acs-request-id': 'r-1' })
    })
    expect(late).toBeLessThan(3000)
    expect(error).toMatchObject({ code: 'ERR_SERVICE', statusCode: 502, retryable: true, requestId: 'r-1' })
    expect(JSON.stringify(error).length).toBeLessThan(40_000)
    expect(error?.message.length).toBeLessThan(1000)
  })

  it('keeps what an access-denied detail says, also the text that only the service can decode', () => {
    const AccessDeniedDetail = {
      AuthAction: 'ocr:Read',
      NoPermissionType: 'ImplicitDeny',
      Policies: [{ Name: 'a', Count: 2, On: true, Off: null }],
      EncodedDiagnosticMessage: 'AQEAAAAAYuZYbjM2NUExQzJEMzQtNkY4OS00N0E1LUE2Q0UtODU5RjE4RkY3Qzkw'.repeat(9),
    }
    expect(read(JSON.stringify({ Code: 'NoPermission', AccessDeniedDetail })).accessDeniedDetail).toEqual(AccessDeniedDetail)
  })

  it('R3 keeps no half of a token where a long text is cut', () => {
    const token = 'kQ3XbT7mZ0pLw9RfYs2HcV5nUe8JgDkQ3XbT7mZ0pLw9RfYs2HcV5nUe8JgD'
    for (let before = 16_300; before < 16_400; before++) {
      const { serviceMessage } = read(`a${' '.repeat(before)}${token} z`)
      expect(serviceMessage).not.toMatch(/kQ3|gD/)
    }
  })
})

/** The same numbers at each run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const runs = (secret: string): string[] => Array.from({ length: secret.length - 11 }, (_, at) => secret.slice(at, at + 12))

describe('R3 R5 secrets in the answer of a service', () => {
  const next = random(77)
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
  const secrets = (turn: number) => ({
    accessKeySecret: text(30, turn % 2 ? LETTERS : 'abcdefghijklmnopqrstuvwxyz'),
    securityToken: `CAIS${text(200 + turn, `${LETTERS}+/+/+/`)}==`,
    bearerToken: text(60 + turn, `${LETTERS}....~~~~--__`),
  })
  const FORMS: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    (secret) => encodeURIComponent(secret),
    (secret) => encodeURIComponent(encodeURIComponent(secret)),
    (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    (secret) => btoa(secret),
    (secret) => btoa(`id:${secret}`),
    (secret) => btoa(`:${secret}`),
    (secret) => secret.slice(3, -5),
    (secret) => `<b>${secret}</b>${secret}`,
  ]

  function places(shown: string): { body: string; headers?: Record<string, string>; status?: number }[] {
    const wire = JSON.stringify({
      Code: `Bad.${shown}`,
      Message: `It was ${shown}, "${shown}".`,
      RequestId: shown,
      HostId: shown,
      Recommend: `https://help.example.com/?q=${shown}`,
      AccessDeniedDetail: { AuthAction: shown, [shown]: [shown, { EncodedDiagnosticMessage: `AQ${shown}` }] },
    })
    const xml = `<Error><Code>${shown}</Code><Message>${shown}</Message><RequestId>${shown}</RequestId><HostId>${shown}</HostId></Error>`
    return [
      { body: wire, status: 400 },
      { body: wire.replace(/"[A-Z](?=[A-Za-z]*":)/g, (start) => start.toLowerCase()), status: 503 },
      { body: wire.slice(0, -1), status: 400 },
      { body: xml, status: 400 },
      { body: `<html><body><p>${shown}</p>${shown}</body></html>`, status: 502 },
      { body: '', status: 403, headers: { 'x-acs-request-id': shown } },
      { body: '{}', status: 200, headers: { 'x-acs-request-id': shown } },
    ]
  }

  it('do not reach an error: 201 secrets, in every place', () => {
    for (let turn = 0; turn < 67; turn++) {
      const { bearerToken, ...pair } = secrets(turn)
      for (const secret of [bearerToken, ...Object.values(pair)]) {
        const credentials = createCredentials(secret === bearerToken ? { bearerToken } : { accessKeyId: 'LTAIexampleexample01', ...pair })
        for (const { body, headers, status = 0 } of places((FORMS[turn % FORMS.length] as (typeof FORMS)[0])(secret))) {
          const error = readError(status, new Headers(headers), body, { ...FAILED, credentials }, () => 0)
          const shown = JSON.stringify(error) + inspect(error, { depth: Infinity, showHidden: true })
          expect(runs(secret).filter((run) => shown.includes(run))).toEqual([])
          // The thorough search takes its time.
          if (turn < FORMS.length) expect(findCanary(secret, error, shown)).toEqual([])
        }
      }
    }
  })

  it('do not reach an event', async () => {
    for (let turn = 0; turn < FORMS.length; turn++) {
      const { accessKeySecret, securityToken } = secrets(turn)
      for (const secret of [accessKeySecret, securityToken]) {
        const told: RpcEvent[] = []
        const { fetch } = recordingFetch(...places((FORMS[turn] as (typeof FORMS)[0])(secret)))
        const client = createRpcClient({
          accessKeyId: 'LTAIexampleexample01',
          accessKeySecret,
          securityToken,
          endpoint: 'thing.example.com',
          fetch,
          sleep: async () => {},
          onEvent: (event) => {
            told.push(event)
          },
        })
        for (let call = 0; call < 7; call++) {
          const error = await client.request({ action: 'DescribeThing', version: '2024-01-01' }).then(
            () => undefined,
            (reason: unknown) => reason,
          )
          expect(findCanary(secret, error)).toEqual([])
        }
        expect(told.filter(({ type }) => type === 'attempt').length).toBeGreaterThan(6)
        expect(findCanary(secret, told)).toEqual([])
      }
    }
  })
})
