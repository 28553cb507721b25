// For the release workflow: node tools/release/publish.mjs FOLDER publishes the tarballs in it. It needs Node and npm alone: the job that may
// publish installs nothing and builds nothing.
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readTarball } from '../lib/packed.mjs'
import { runCommand } from '../lib/run-command.mjs'
import { publishTarballs } from './publish-tarballs.mjs'

const folder = resolve(process.argv[2] ?? '.')
const tarballs = readdirSync(folder)
  .filter((file) => file.endsWith('.tgz'))
  .map((file) => ({ path: join(folder, file), manifest: readTarball(join(folder, file)).manifest }))
await publishTarballs(tarballs, { npm: (...args) => runCommand('npm', args), sleep, log: console.log })
