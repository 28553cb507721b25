// For the release workflow: node tools/release/tag.mjs FOLDER makes a GitHub release with its tag NAME@VERSION for each tarball in it, with the
// newest part of its changelog as text. A release that exists is left as it is.
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readTarball } from '../lib/packed.mjs'
import { runCommand } from '../lib/run-command.mjs'

const folder = resolve(process.argv[2] ?? '.')
for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
  const { files, manifest } = readTarball(join(folder, file))
  const tag = `${manifest.name}@${manifest.version}`
  if ((await runCommand('gh', ['release', 'view', tag])).code === 0) continue
  const notes = files
    .get('package/CHANGELOG.md')
    .split(/^## .*$/m)[1]
    .trim()
  const { code, output } = await runCommand('gh', [
    'release',
    'create',
    tag,
    '--target',
    process.env.GITHUB_SHA,
    '--title',
    tag,
    '--notes',
    notes,
  ])
  console.log(`${tag}: ${code === 0 ? 'tagged' : output}`)
  if (code !== 0) process.exitCode = 1
}
