// Packs every package as it would be published into .results/tarballs, and checks what is inside.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { root, runCommand } from './lib/run-command.mjs'
import { targets } from './lib/workspace.mjs'

const OUT = join(root, '.results/tarballs')
const ALLOWED = /^package\/(dist\/.+\.(js|d\.ts)|package\.json|README(\.zh-CN)?\.md|CHANGELOG\.md|LICENSE)$/

rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
// pnpm, not npm: npm would leave `workspace:` ranges and the way to the sources in.
const packed = await runCommand('pnpm', ['-r', '--filter', './packages/*', 'pack', '--pack-destination', OUT])
if (packed.code !== 0) {
  console.error(packed.output)
  process.exit(1)
}
let problems = 0
const tarballs = readdirSync(OUT)
for (const tarball of tarballs) {
  const files = readTar(gunzipSync(readFileSync(join(OUT, tarball))))
  const manifest = JSON.parse(files.get('package/package.json'))
  const complain = (what) => {
    problems++
    console.error(`${tarball}: ${what}`)
  }
  for (const name of files.keys()) if (!ALLOWED.test(name)) complain(`${name} does not belong into a package`)
  for (const target of new Set(targets([manifest.exports, manifest.imports, manifest.bin, manifest.main, manifest.types]))) {
    if (!files.has(`package/${target.replace(/^\.\//, '')}`)) complain(`${target} is named, but not inside`)
  }
  if (/x-source|workspace:|catalog:/.test(JSON.stringify({ ...manifest, scripts: {}, devDependencies: {} }))) complain('the manifest still speaks of the workspace')
}
console.log(`${tarballs.length} tarballs, ${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

/** Names and texts of the files of an uncompressed tar archive. */
function readTar(bytes) {
  const files = new Map()
  let at = 0
  while (at + 512 <= bytes.length && bytes[at] !== 0) {
    const text = (offset, length) => bytes.toString('utf8', at + offset, at + offset + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(text(124, 12), 8)
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/')
    if (text(156, 1) === '0' || text(156, 1) === '') files.set(name, bytes.toString('utf8', at + 512, at + 512 + size))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
