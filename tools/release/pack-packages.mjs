import { cpus } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../lib/run-command.mjs'

/** Builds the packages in these folders of the tree in `tree` anew and packs them into `out`, with pnpm, which alone puts versions in place of `workspace:`. */
export async function packPackages(tree, folders, out) {
  const waiting = [...folders]
  const build = async () => {
    for (let folder = waiting.pop(); folder; folder = waiting.pop())
      await run(join(tree, 'node_modules/.bin/tsdown'), [], join(tree, 'packages', folder))
  }
  await Promise.all(cpus().map(build))
  const filters = folders.flatMap((folder) => ['--filter', `./packages/${folder}`])
  await run(join(tree, 'node_modules/.bin/pnpm'), ['-r', ...filters, 'pack', '--pack-destination', out], tree)
}

async function run(command, args, cwd) {
  // A copy has its tools linked: pnpm must not set out to install them.
  const env = { ...process.env, pnpm_config_verify_deps_before_run: 'false' }
  const { code, output } = await runCommand(command, args, { cwd, env })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} in ${cwd}:\n${output}`)
}
