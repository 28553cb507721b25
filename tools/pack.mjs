// Packs every package as it would be published into .results/tarballs, and checks what is inside: only what belongs there, all that the
// manifest names, and the same bytes from a second build.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { strangeFiles } from './lib/packed.mjs'
import { readTar } from './lib/read-tar.mjs'
import { root, runCommand } from './lib/run-command.mjs'
import { filesBelow, packages, tarballName, targets } from './lib/workspace.mjs'

const out = join(root, '.results/tarballs')
const again = join(root, '.results/again')
const problems = []

await pack(out)
await pack(again)
const all = packages()
for (const one of all) await check(one)
rmSync(again, { recursive: true })
for (const problem of problems) console.error(problem)
console.log(`${all.length} tarballs, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

/** With pnpm, not npm: npm would leave `workspace:` ranges and the way to the sources in. */
async function pack(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { code, output } = await runCommand('pnpm', ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder])
  if (code !== 0) throw new Error(output)
}

async function check({ folder, path, manifest: source }) {
  const tarball = tarballName(source)
  const complain = (what) => problems.push(`${tarball}: ${what}`)
  const bytes = readFileSync(join(out, tarball))
  if (!bytes.equals(readFileSync(join(again, tarball)))) complain('packing it twice gives different bytes')

  const files = readTar(gunzipSync(bytes))
  const manifest = JSON.parse(files.get('package/package.json'))
  for (const name of strangeFiles(files)) complain(`${name} does not belong into a package`)
  for (const target of new Set(targets([manifest.exports, manifest.imports, manifest.bin, manifest.main, manifest.types]))) {
    if (!files.has(`package/${target.replace(/^\.\//, '')}`)) complain(`${target} is named, but not inside`)
  }
  const seenByUsers = JSON.stringify({ ...manifest, scripts: {}, devDependencies: {} })
  if (/x-source|workspace:|catalog:/.test(seenByUsers)) complain('the manifest still speaks of the workspace')

  const rebuilt = await build(path, join(again, folder))
  const packed = new Map([...files].filter(([name]) => name.startsWith('package/dist/')))
  for (const name of new Set([...rebuilt.keys(), ...packed.keys()])) {
    if (rebuilt.get(name) !== packed.get(name))
      complain(`${name} is not what a new build gives: delete packages/${folder}/dist and build again`)
  }
}

async function build(path, folder) {
  const { code, output } = await runCommand('tsdown', ['--out-dir', folder], { cwd: path })
  if (code !== 0) problems.push(output)
  return new Map(filesBelow(folder).map((file) => [`package/dist/${file}`, readFileSync(join(folder, file), 'utf8')]))
}
