// The back end: serves the page, knows who is logged in, and hands out keys. A real one has all this already, but for `credentialsHandler`.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { credentialsHandler } from '@x/browser'
import { fromEnv } from '@x/credentials-core'
import { build } from 'esbuild'

export interface WebServerOptions {
  /** Default: any that is free. */
  readonly port?: number | undefined
  /** The role that pages get keys of. */
  readonly roleArn: string | undefined
  /** Where STS and the service are, when not in the cloud. */
  readonly stsEndpoint?: string | undefined
  readonly ocrEndpoint?: string | undefined
  readonly onError: (error: unknown) => void
}

export interface WebServer {
  readonly url: string
  /** Requests for keys so far. */
  readonly keysAskedFor: () => number
  /** Ends every session, as time would. */
  readonly endSessions: () => void
  readonly close: () => Promise<void>
}

export async function startWebServer({ port = 0, roleArn, stsEndpoint, ocrEndpoint, onError }: WebServerOptions): Promise<WebServer> {
  const sessions = new Map<string, string>()
  const html = (await readFile(new URL('page.html', import.meta.url), 'utf8')).replace('{{endpoint}}', ocrEndpoint ?? '')
  const scripts = await bundlePage()
  const csp = `default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self' ${ocrEndpoint ?? 'https://*.aliyuncs.com'}`
  let asked = 0
  let handler: (request: Request) => Promise<Response>

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/credentials') {
      if (request.method === 'POST') asked++
      const { status, headers, body } = await handler(toRequest(request))
      response.writeHead(status, Object.fromEntries(headers))
      response.end(body ? Buffer.from(await new Response(body).arrayBuffer()) : undefined)
    } else if (pathname === '/login' && request.method === 'POST') {
      // Here a password would be checked.
      const session = randomUUID()
      sessions.set(session, 'user-1')
      response.writeHead(204, { 'Set-Cookie': `session=${session}; HttpOnly; SameSite=Strict; Path=/` }).end()
    } else if (pathname === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': csp }).end(html)
    } else if (scripts.has(pathname)) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(scripts.get(pathname))
    } else {
      response.writeHead(404).end()
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      onError(error)
      response.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  handler = credentialsHandler({
    // A server on ECS or in a container takes fromDefaultChain() of @x/credentials.
    provider: fromEnv(),
    roleArn,
    // What a page can do with the keys, whatever else the role may.
    policy: {
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: ['viapi-ocr:RecognizeCharacter', 'openplatform:AuthorizeFileUpload'], Resource: '*' }],
    },
    origins: [url],
    session({ headers }) {
      const name = sessions.get(/(?:^|; )session=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '')
      return name === undefined ? undefined : { name }
    },
    stsEndpoint,
    onError,
  })

  return {
    url,
    keysAskedFor: () => asked,
    endSessions: () => sessions.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** As `fetch` has it. The host is not that of the request: nothing here may depend on what a client says of itself. */
function toRequest({ method = 'GET', headers, url = '/' }: IncomingMessage): Request {
  return new Request(new URL(url, 'http://localhost'), { method, headers: headers as Record<string, string> })
}

/** The scripts of the page, by path: what uploads comes with the first picture. */
async function bundlePage(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    write: false,
  })
  return new Map(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/')), text]))
}
