import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The files as the project's formatter leaves them. It works on a copy in a temporary folder. */
export function formatted(files: ReadonlyMap<string, string>): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'ocr-generate-'))
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
    const config = fileURLToPath(new URL('../../../biome.json', import.meta.url))
    // The import order is a fix of the linter, so formatting alone would not pass the project's check.
    execFileSync(
      process.execPath,
      [biome, 'check', '--write', '--vcs-enabled=false', `--config-path=${config}`, '--max-diagnostics=20', '.'],
      {
        cwd: folder,
        stdio: 'pipe',
      },
    )
    return new Map([...files.keys()].map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
