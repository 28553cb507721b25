import { createScriptedFetch, type ScriptedAnswer, type ScriptedFetch, type ScriptedRequest } from '@x/credentials-core/testing'

export const ORIGIN = 'http://127.0.0.1:8080'
export const TOKEN = 'metadataToken5kQ9=='
export const ROLE = 'EcsRamRoleTest'
export const CREDENTIALS = {
  Code: 'Success',
  AccessKeyId: 'STS.exampleKeyIdWxyz',
  AccessKeySecret: 'exampleSecret',
  SecurityToken: 'exampleToken',
  Expiration: '2030-01-01T06:00:00Z',
  LastUpdated: '2030-01-01T00:00:00Z',
}

type Answers = ScriptedAnswer | ((request: ScriptedRequest) => ScriptedAnswer)

/** What the three requests of the metadata service are answered with. A test changes it as it goes. */
export interface Script {
  token: Answers
  role: Answers
  credentials: Answers
}

export interface MetadataFetch extends ScriptedFetch {
  readonly script: Script
  /** The requests, in short: `PUT token`, `GET role +` with a token, `GET credentials/NAME -` without. */
  readonly seen: () => string[]
}

/** A `fetch` that answers as the metadata service of a healthy instance does, but for what a test says. */
export function createMetadataFetch(changes: Partial<Script> = {}): MetadataFetch {
  const script: Script = { token: { body: TOKEN }, role: { body: ROLE }, credentials: { body: CREDENTIALS }, ...changes }
  const fetch = createScriptedFetch((request) => {
    const [kind] = describe(request)
    const answers = script[kind]
    return typeof answers === 'function' ? answers(request) : answers
  })
  const seen = (): string[] =>
    fetch.requests.map((request) => {
      const [kind, name] = describe(request)
      if (kind === 'token') return `${request.method} token`
      const mode = headerOf(request, 'x-aliyun-ecs-metadata-token') === undefined ? '-' : '+'
      return `${request.method ?? 'GET'} ${kind}${name && `/${name}`} ${mode}`
    })
  return Object.assign(fetch, { script, seen })
}

export function headerOf(request: ScriptedRequest | undefined, name: string): string | undefined {
  return Object.entries(request?.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
}

function describe({ url }: ScriptedRequest): [keyof Script, string] {
  const { pathname } = new URL(url)
  if (pathname === '/latest/api/token') return ['token', '']
  const [, name] = /^\/latest\/meta-data\/ram\/security-credentials\/(.*)$/.exec(pathname) ?? []
  if (name === undefined) throw new Error(`The metadata service has no ${pathname}.`)
  return name === '' ? ['role', ''] : ['credentials', name]
}
