import { spawn } from 'node:child_process'
import { join, relative } from 'node:path'
import { filesOf } from './bundled.mjs'
import { nodeInside, run } from './consumer.mjs'

const LIMIT_MS = 300_000

/** Builds the Next.js project, looks into what goes to the browser, and calls both routes of the built server. */
export async function checkNext({ folder, tools, env, tell }) {
  const bin = join(tools, 'node_modules/next/dist/bin/next')
  const place = { TOOLS_FOLDER: relative(folder, tools) }
  const built = await run(process.execPath, [bin, 'build'], { cwd: folder, env: place })
  if (!tell('Next.js, build', built.code === 0, built.output)) return
  const found = filesOf(join(folder, '.next/static')).map(nodeInside).find(Boolean)
  tell('Next.js, client component', !found, `what goes to the browser holds ${found}`)

  const server = spawn(process.execPath, [bin, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NEXT_TELEMETRY_DISABLED: '1', ...place, ...env },
    detached: true,
  })
  try {
    const url = await addressOf(server)
    for (const [what, path] of [
      ['route handler', 'api/read'],
      ['edge route', 'api/edge'],
    ]) {
      const answer = await (await fetch(new URL(path, url), { signal: AbortSignal.timeout(LIMIT_MS) })).text()
      tell(`Next.js, ${what}`, answer.includes('"InvalidParameter.BadRequest"'), answer)
    }
    const page = await (await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) })).text()
    tell('Next.js, page', page.includes('type="file"'), page)
  } finally {
    process.kill(-server.pid, 'SIGTERM')
  }
}

function addressOf(server) {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${output}`)), LIMIT_MS)
    const read = (chunk) => {
      output += chunk
      const address = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output)?.[0]
      if (address && /Ready/.test(output)) settle(() => resolve(address))
    }
    const settle = (how) => {
      clearTimeout(timer)
      how()
    }
    server.stdout.on('data', read)
    server.stderr.on('data', read)
    server.on('close', (code) => settle(() => reject(new Error(`the server ended with ${code}: ${output}`))))
  })
}
