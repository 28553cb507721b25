import type { KeyRing } from '../accounts/key-ring.ts'
import type { Role } from '../accounts/role.ts'
import type { Exchange, Route } from '../exchange.ts'
import { type HttpAnswer, jsonAnswer, textAnswer } from '../http/http-answer.ts'
import { type HttpRequest, headerOf } from '../http/http-request.ts'
import { ServiceError } from '../service-error.ts'
import { credentialsOf } from '../sts/role-session.ts'
import { toTimestamp } from '../timestamp.ts'
import { createInstanceCredentials } from './instance-credentials.ts'
import { createMetadataTokens } from './metadata-tokens.ts'

/** How the instance metadata service behaves. */
export interface MetadataOptions {
  /** Name of the role attached to the instance; `null` for none (404). Default: the first role. */
  readonly roleName?: string | null | undefined
  /** Only requests with a token are answered, others get 403. Default false. */
  readonly hardenedOnly?: boolean | undefined
  /** Validity in seconds of the keys it publishes. Default 21600 (6 hours). */
  readonly lifetimeSeconds?: number | undefined
}

/** The instance metadata service, reached under `/latest/`. */
export interface MetadataService {
  route(http: HttpRequest): Route
}

const TOKEN_PATH = '/latest/api/token'
const ROLE_PATH = '/latest/meta-data/ram/security-credentials/'

/** Makes the service; `role` is the one attached to the instance. */
export function createMetadataService(role: Role | undefined, keys: KeyRing, options: MetadataOptions): MetadataService {
  const tokens = createMetadataTokens()
  const credentials = role === undefined ? undefined : createInstanceCredentials(role, keys, options.lifetimeSeconds ?? 21_600)

  const issueToken = ({ request, now, expired }: Exchange): HttpAnswer => {
    if (request.method !== 'PUT') throw new ServiceError(405, 'MethodNotAllowed', 'Method Not Allowed')
    const ttl = headerOf(request, 'x-aliyun-ecs-metadata-token-ttl-seconds') ?? ''
    const seconds = /^\d{1,5}$/.test(ttl) ? Number(ttl) : 0
    if (seconds < 1 || seconds > 21_600) throw new ServiceError(400, 'BadRequest', 'Bad Request')
    return textAnswer(200, tokens.issue(expired ? 0 : seconds, now))
  }

  const checkMode = ({ request, now }: Exchange): void => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new ServiceError(405, 'MethodNotAllowed', 'Method Not Allowed')
    const token = headerOf(request, 'x-aliyun-ecs-metadata-token')
    if (token === undefined && options.hardenedOnly) throw new ServiceError(403, 'Forbidden', 'Forbidden')
    if (token !== undefined && !tokens.isValid(token, now)) throw new ServiceError(401, 'Unauthorized', 'Unauthorized')
  }

  const answerRole = (exchange: Exchange): HttpAnswer => {
    checkMode(exchange)
    if (role === undefined) throw notFound()
    return textAnswer(200, role.name)
  }

  const answerCredentials = (exchange: Exchange): HttpAnswer => {
    checkMode(exchange)
    const name = exchange.request.path.slice(ROLE_PATH.length)
    if (role === undefined || credentials === undefined || decode(name) !== role.name) throw notFound()
    const { key, updated } = credentials.current(exchange.now)
    const answered = exchange.expired ? { ...key, expires: exchange.now - 1000 } : key
    return jsonAnswer(200, { ...credentialsOf(answered), LastUpdated: toTimestamp(updated), Code: 'Success' })
  }

  return {
    route(http) {
      const common = { service: 'metadata', refuse: refuseAsText } as const
      if (http.path === TOKEN_PATH) return { ...common, action: 'GetToken', run: issueToken }
      if (http.path === ROLE_PATH) return { ...common, action: 'GetRoleName', run: answerRole }
      if (http.path.startsWith(ROLE_PATH)) return { ...common, action: 'GetCredentials', run: answerCredentials }
      return {
        ...common,
        action: 'GetMetadata',
        run(exchange) {
          checkMode(exchange)
          throw notFound()
        },
      }
    },
  }
}

function refuseAsText(error: ServiceError): HttpAnswer {
  return textAnswer(error.status, error.message, error.headers)
}

function notFound(): ServiceError {
  return new ServiceError(404, 'NotFound', 'Not Found')
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
