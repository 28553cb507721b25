// node tools/set-repository.mjs https://host/owner/name: writes `repository` into the manifest of the root and of every package. The registry
// accepts provenance only for a package that names the repository whose workflow built it; the API pages link their sources there.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOW_TO_SET, repositoryUrl, withRepository } from './lib/repository.mjs'
import { root } from './lib/run-command.mjs'
import { packages } from './lib/workspace.mjs'

const url = repositoryUrl(process.argv[2] ?? '')
if (url) {
  for (const folder of [undefined, ...packages().map((one) => `packages/${one.folder}`)]) {
    const path = join(root, folder ?? '', 'package.json')
    const manifest = withRepository(JSON.parse(readFileSync(path, 'utf8')), url, folder)
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
  }
  console.log(`repository is ${url} in ${packages().length} packages and the root.`)
} else {
  console.error(`Say where the repository is, by https and without anything behind its name: ${HOW_TO_SET}`)
  process.exitCode = 1
}
