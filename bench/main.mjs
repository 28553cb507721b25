// `npm run bench`: measures ours beside the official packages and the physical limit. `-- d e` runs the rows named, `-- --quick` a short pass.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { root, runCommand } from '../tools/lib/run-command.mjs'
import { readArguments } from './lib/arguments.mjs'
import { pinning } from './lib/pinned.mjs'
import { formatPart, formatTargets } from './lib/table.mjs'

const rows = {
  a: 'a-start',
  b: 'b-bundle',
  c: 'c-install',
  d: 'd-cached-get',
  e: 'e-sign',
  f: 'f-call',
  g: 'g-stampede',
  h: 'h-refresh-window',
  i: 'i-outage',
  j: 'j-memory',
}

try {
  await main(readArguments(process.argv.slice(2), Object.keys(rows)))
} catch (error) {
  process.exitCode = 1
  console.error(`bench: ${error instanceof Error ? error.message : error}`)
}

async function main({ isQuick, wanted }) {
  const build = await runCommand('turbo', ['run', 'build', '--filter=@x/bench^...', '--output-logs=errors-only'])
  if (build.code !== 0) throw new Error(`the build failed.\n${build.output.split('\n').slice(-40).join('\n')}`)
  const machine = { node: process.version, processor: cpus()[0]?.model, cores: cpus().length, pinning }
  console.log(
    `Node ${machine.node}, ${machine.cores} cores (${machine.processor}), ${pinning}. Medians; ± is half the spread of the repeats.`,
  )
  const results = { begun: new Date().toISOString(), isQuick, machine, rows: {} }
  for (const letter of wanted) {
    const { title, run } = await import(`./rows/${rows[letter]}.mjs`)
    console.log(`\n(${letter}) ${title}`)
    const begun = performance.now()
    const parts = await run({ isQuick, onProgress: showProgress })
    const seconds = (performance.now() - begun) / 1000
    showProgress('')
    for (const part of parts) {
      console.log(`\n${formatPart(part)}`)
      if (part.targets.length > 0) console.log(formatTargets(part.targets))
    }
    results.rows[letter] = { title, seconds, parts }
    write(results)
    console.log(`\n(${letter}) took ${seconds.toFixed(1)} s`)
  }
  const targets = Object.values(results.rows).flatMap(({ parts }) => parts.flatMap((part) => part.targets))
  console.log(
    `\n${targets.filter(({ isReached }) => isReached).length} of ${targets.length} targets reached; all numbers: .results/bench.json`,
  )
}

function write(results) {
  mkdirSync(join(root, '.results'), { recursive: true })
  writeFileSync(join(root, '.results', 'bench.json'), `${JSON.stringify(results, null, 2)}\n`)
}

/** One line that is written over; nothing where the output is a file. */
function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`)
}
