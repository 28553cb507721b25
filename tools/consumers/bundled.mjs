import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { build as viteBuild } from 'vite'
import { nodeInside, run } from './consumer.mjs'

/** Consumers that need no tools but those of this repository: they bundle the installed packages, and run what came out against the emulator. */
export async function checkBundles({ folder, env, tell }) {
  await checkPage('esbuild, a page', 'esbuild', (outdir) =>
    build({ ...common(folder), entryPoints: ['page.mjs'], outdir, splitting: true, format: 'esm', platform: 'browser' }),
  )
  await checkPage('Vite, a page', 'vite', (outDir) =>
    viteBuild({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      build: { outDir, lib: { entry: 'page.mjs', formats: ['es'], fileName: () => 'page.js' }, minify: true },
    }),
  )
  for (const format of ['cjs', 'esm']) await checkLambda(format)

  async function checkPage(what, name, bundle) {
    const outdir = join(folder, 'out', name)
    try {
      await bundle(outdir)
    } catch (error) {
      return tell(what, false, String(error.stack))
    }
    const found = filesOf(outdir).map(nodeInside).find(Boolean)
    const { code, output } = await run(process.execPath, ['run-page.mjs', join(outdir, 'page.js')], { cwd: folder, env })
    return tell(what, code === 0 && !found && /signed call answered/.test(output), found ? `its bundle holds ${found}` : output)
  }

  /** One file that a serverless platform loads without any node_modules: it is run from another folder. */
  async function checkLambda(format) {
    const outfile = join(folder, 'out', `lambda-${format}`, format === 'esm' ? 'handler.mjs' : 'handler.cjs')
    const banner =
      format === 'esm' ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" } : {}
    await build({ ...common(folder), entryPoints: ['lambda.mjs'], outfile, format, platform: 'node', banner })
    const { code, output } = await run(process.execPath, [join(folder, 'run-lambda.cjs'), outfile], { cwd: join(folder, 'out'), env })
    tell(`esbuild, one file for a function (${format})`, code === 0 && /signed call answered/.test(output), output)
  }
}

function common(absWorkingDir) {
  return { absWorkingDir, bundle: true, minify: true, target: 'es2022', logLevel: 'silent' }
}

export function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.m?js$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}
