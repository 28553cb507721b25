// Where the time goes: node bench/profile.mjs call|sign|get|start CONTESTANT [small|large]. On the build that is there: pnpm build first.
// Runs the work of a row under --cpu-prof and prints the functions and packages with the most time of their own.
// node bench/profile.mjs rest [CONTESTANT]: a warm call beside the limit "v1 floor on undici dispatch", microseconds by package.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from './lib/run-child.mjs'
import { withServer } from './lib/start-server.mjs'
import { compareProfiles, summariseProfile } from './lib/summarise-profile.mjs'

const [kind, name, size = 'small'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'profile-'))
const options = { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'] }
const works = {
  call: () => withServer('rpc-server.mjs', (origin) => runChild('call-load.mjs', [origin, name, 16, 5000, 20_000], options)),
  sign: () => runChild('sign-loop.mjs', [name, 2000, size], options),
  get: () => withServer('credential-server.mjs', (origin) => runChild('get-loop.mjs', [origin, name, 2000, 2_400_000], options)),
  start: () => withServer('rpc-server.mjs', (origin) => runChild('call-once.mjs', [origin, name], options)),
}

/** In turns, as what else the machine does changes all the time; the cheaper of two profiles stands for each. */
async function printRest(contestant) {
  const names = ['v1 floor on undici dispatch', contestant]
  const best = names.map(() => ({ us: Number.POSITIVE_INFINITY, profile: undefined }))
  await withServer('rpc-server.mjs', async (origin) => {
    for (const index of [0, 1, 0, 1]) {
      const file = join(folder, 'call.cpuprofile')
      const { us } = await runChild('call-profile.mjs', [origin, names[index], 16, 10_000, 10_000, file])
      if (us < best[index].us) best[index] = { us, profile: JSON.parse(readFileSync(file, 'utf8')) }
    }
  })
  console.log(compareProfiles(best, names))
}

try {
  if (kind === 'rest') await printRest(name ?? 'ours v1')
  else await printProfile()
} catch (error) {
  process.exitCode = 1
  console.error(`profile: ${error instanceof Error ? error.message : error}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function printProfile() {
  if (!works[kind] || !name)
    throw new Error(`Say what to profile: ${Object.keys(works).join(', ')}, rest, and the contestant, as the table names it.`)
  console.log(JSON.stringify(await works[kind]()))
  const [file] = readdirSync(folder)
  console.log(summariseProfile(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
}
