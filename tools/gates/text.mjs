// What must not stand in a committed file: paths of the machine at hand, addresses of a registry, the real metadata address in code that runs.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { listFiles } from '../lib/list-files.mjs'
import { root } from '../lib/run-command.mjs'

const quote = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** This checkout, this home (a short one like `/root` would match by chance), and folders that only machines like ours have. */
const machinePaths = [root, homedir()].filter((path) => path.length > 6).concat(['root', 'work'].map((name) => `/${name}/`))
const runs = /(^|\/)(test|bench)\/|\.test\.ts$|^(tools|examples)\//

const rules = [
  { what: 'a path of this machine', pattern: new RegExp(`(?<![\\w.:/-])(?:${machinePaths.map(quote).join('|')})`) },
  {
    what: 'the address of a downloaded package',
    pattern: /^\s*("resolved"|resolved|tarball):?\s+\S*https?:/m,
    files: /(^|\/)(pnpm-lock\.yaml|package-lock\.json|yarn\.lock)$/,
  },
  { what: 'a registry setting', pattern: /(^|:)registry\s*=/m, files: /(^|\/)\.npmrc$/ },
  { what: 'the real metadata address (pass a loopback endpoint)', pattern: /100\.100\.100\.200/, files: runs },
  { what: 'a test that is skipped or alone', pattern: /\b(it|test|describe)\.(skip|only|todo)\b/, files: /\.test\.ts$/ },
]

const files = listFiles()
let problems = 0
for (const file of files) {
  const text = readText(file)
  for (const { what, pattern, files: applies } of rules) {
    const found = text !== undefined && (!applies || applies.test(file)) && pattern.exec(text)
    if (!found) continue
    problems++
    console.error(`${file}:${text.slice(0, found.index).split('\n').length}: ${what}: ${found[0].trim()}`)
  }
}
console.log(`${files.length} files, ${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

/** Undefined for a picture or another binary file, and for one that was deleted and not committed yet. */
function readText(file) {
  try {
    const text = readFileSync(join(root, file), 'utf8')
    return text.includes('\0') ? undefined : text
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return undefined
    throw error
  }
}
