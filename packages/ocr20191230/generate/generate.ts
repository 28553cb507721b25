import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated-files.ts'

// Writes the generated files of the package: `pnpm generate`.
const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const files = generatedFiles()
rmSync(join(packageFolder, 'src/operations'), { recursive: true, force: true })
for (const [path, text] of files) {
  mkdirSync(dirname(join(packageFolder, path)), { recursive: true })
  writeFileSync(join(packageFolder, path), text)
}
