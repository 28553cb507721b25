// STS, the metadata service and a credentials address at once. PUT /control sets how it behaves and forgets the counts; GET /counts gives them.
import { createServer } from 'node:http'
import { listen } from './listen.mjs'

/** `outage`: undefined, or `error` (500), `throttle` (429), `reset` (the connection is cut), `hang` (no answer). */
const usual = { delayMs: 0, outage: undefined, lifetimeMs: 3_600_000, clockOffsetMs: 0, sameExpiration: undefined }
let settings = usual
let counts = {}
let sockets = 0
let issued = 0

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { method, url } = request
  if (url === '/counts') return response.end(JSON.stringify(counts))
  if (url === '/control') return control(request, response)
  counts.requests++
  counts.peakSockets = Math.max(counts.peakSockets, sockets)
  const isToken = method === 'PUT'
  if (!isToken) counts.credentialRequests++
  request.resume()
  request.on('end', () => setTimeout(() => answer(request, response, isToken), settings.delayMs))
})
server.on('connection', (socket) => {
  sockets++
  socket.on('error', () => {}).on('close', () => sockets--)
})
reset()
listen(server)

async function control(request, response) {
  let text = ''
  for await (const chunk of request) text += chunk
  settings = { ...usual, ...JSON.parse(text) }
  reset()
  response.end('{}')
}

function reset() {
  counts = { requests: 0, credentialRequests: 0, peakSockets: 0 }
}

function answer(request, response, isToken) {
  const { outage } = settings
  if (outage === 'hang') return
  if (outage === 'reset') return request.socket.destroy()
  if (outage) {
    const Code = outage === 'throttle' ? 'Throttling.User' : 'ServiceUnavailable'
    return send(response, outage === 'throttle' ? 429 : 500, { RequestId: 'R', Code, Message: 'The request cannot be processed now.' })
  }
  if (isToken) return response.writeHead(200, { 'content-type': 'text/plain' }).end('metadata-token')
  const keys = {
    AccessKeyId: `STS.${issued++}`,
    AccessKeySecret: 'secret-of-the-bench',
    SecurityToken: 'token-of-the-bench',
    Expiration: expiration(),
  }
  if (request.url.startsWith('/latest/') || request.url.startsWith('/credentials'))
    return send(response, 200, { Code: 'Success', LastUpdated: '2026-01-01T00:00:00Z', ...keys })
  const AssumedRoleUser = { Arn: 'acs:ram::1234567890123456:role/reader/bench', AssumedRoleId: '300000000000000:bench' }
  send(response, 200, { RequestId: 'R', AssumedRoleUser, Credentials: keys })
}

function expiration() {
  const { sameExpiration, clockOffsetMs, lifetimeMs } = settings
  return `${new Date(sameExpiration ?? Date.now() + clockOffsetMs + lifetimeMs).toISOString().slice(0, 19)}Z`
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
