import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readTarball } from './packed.mjs'
import { root, runCommand } from './run-command.mjs'
import { packages } from './workspace.mjs'

/**
 * Installs packed tarballs into a folder with npm, as a user would, and without network: what they depend on is packed from this workspace's own
 * copies. `wanted` says of a package's folder whether it is installed. Returns the names of the installed packages.
 */
export async function installTarballs(folder, wanted, { peers = [] } = {}) {
  const from = join(root, '.results/tarballs')
  if (!existsSync(from)) throw new Error('There are no tarballs yet: npm test -- tarballs')
  const tarballs = readdirSync(from).map((file) => ({ path: join(from, file), ...readTarball(join(from, file)) }))
  const ours = packages().filter(({ folder: name }) => wanted(name))
  const chosen = ours.flatMap(({ manifest: { name } }) => tarballs.filter(({ manifest }) => manifest.name === name))
  const others = new Set()
  for (const { path, manifest } of ours)
    for (const name of [...Object.keys(manifest.dependencies ?? {}), ...peers]) follow(path, name, others)

  const packed = join(folder, 'packed')
  mkdirSync(packed, { recursive: true })
  for (const [index, one] of [...others].entries()) await packFolder(one, join(packed, `${index}.tgz`))
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const paths = [...chosen.map(({ path }) => path), ...readdirSync(packed).map((file) => join(packed, file))]
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...paths], folder)
  return chosen.map(({ manifest }) => manifest.name)
}

/** Adds the folder of a third-party package as this workspace has it, and of all that it depends on. */
function follow(path, name, found) {
  const link = join(path, 'node_modules', name)
  if (!existsSync(link)) return
  const folder = realpathSync(link)
  if (folder.startsWith(join(root, 'packages')) || found.has(folder)) return
  found.add(folder)
  // pnpm puts what a package depends on beside it.
  const beside = dirname(name.includes('/') ? dirname(folder) : folder)
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const one of Object.keys(dependencies)) follow(dirname(beside), one, found)
}

/** Not by `npm pack`, which breaks off over some folders of pnpm's. */
async function packFolder(from, file) {
  const stage = `${file}.folder`
  cpSync(from, join(stage, 'package'), {
    recursive: true,
    dereference: true,
    filter: (path) => path === from || !path.startsWith(join(from, 'node_modules')),
  })
  await run('tar', ['-czf', file, '-C', stage, 'package'], stage)
  rmSync(stage, { recursive: true })
}

async function run(command, args, cwd) {
  const { code, output } = await runCommand(command, args, { cwd })
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${output}`)
}
