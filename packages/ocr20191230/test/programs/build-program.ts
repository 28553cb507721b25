import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles a program of this folder from the sources, so that every Node runs it as a process of its own. */
export async function buildProgram(name: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['x-source', 'node'],
    external: ['sharp'],
    // undici is CommonJS and asks for Node's modules by require.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    outfile,
    logLevel: 'error',
  })
}
