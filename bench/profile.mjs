// Where the time goes: node bench/profile.mjs call|sign|get|start CONTESTANT [small|large]. On the build that is there: pnpm build first.
// Runs the work of a row under --cpu-prof and prints the functions and packages with the most time of their own.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from './lib/run-child.mjs'
import { withServer } from './lib/start-server.mjs'
import { summariseProfile } from './lib/summarise-profile.mjs'

const [kind, name, size = 'small'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'profile-'))
const options = { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'] }
const works = {
  call: () => withServer('rpc-server.mjs', (origin) => runChild('call-load.mjs', [origin, name, 16, 5000, 20_000], options)),
  sign: () => runChild('sign-loop.mjs', [name, 2000, size], options),
  get: () => withServer('credential-server.mjs', (origin) => runChild('get-loop.mjs', [origin, name, 2000, 2_400_000], options)),
  start: () => withServer('rpc-server.mjs', (origin) => runChild('call-once.mjs', [origin, name], options)),
}

try {
  if (!works[kind] || !name)
    throw new Error(`Say what to profile: ${Object.keys(works).join(', ')}, and the contestant, as the table names it.`)
  console.log(JSON.stringify(await works[kind]()))
  const [file] = readdirSync(folder)
  console.log(summariseProfile(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
} catch (error) {
  process.exitCode = 1
  console.error(`profile: ${error instanceof Error ? error.message : error}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
