// node tools/node-matrix/run.mjs 20: on that Node, loads every built entry by import and by require, and runs the unit tests.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runCommand } from '../lib/run-command.mjs'
import { packages } from '../lib/workspace.mjs'

const version = process.argv[2]
const node = join(root, `tools/node-matrix/node_modules/node${version}/bin/node`)
const report = join(root, `.results/unit-node${version}.json`)

rmSync(report, { force: true })
if (existsSync(node)) {
  process.exitCode = (await loadEntries()) + (await runUnitTests()) > 0 ? 1 : 0
} else {
  console.log(`NOT RUN: the tests on Node ${version}: the registry has none for ${process.platform} ${process.arch}`)
  writeFileSync(report, '{ "numPassedTests": 0, "numFailedTests": 0, "numPendingTests": 0 }\n')
}

async function loadEntries() {
  let failures = 0
  for (const { manifest, path } of packages()) {
    const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')
    const specifiers = JSON.stringify(entries.map((entry) => manifest.name + entry.slice(1)))
    // A package may import itself by its name, which is as near to a user's import as a workspace comes.
    for (const [type, load] of [
      ['module', `for (const name of ${specifiers}) await import(name)`],
      ['commonjs', `for (const name of ${specifiers}) require(name)`],
    ]) {
      const { code, output } = await runCommand(node, [`--input-type=${type}`, '--eval', load], { cwd: path, timeoutMs: 300_000 })
      if (code === 0 && output === '') continue
      failures++
      console.error(`${manifest.name} on Node ${version}, loaded as ${type}:\n${output}`)
    }
  }
  return failures
}

async function runUnitTests() {
  const args = ['run', '--project', 'node', '--reporter=json', `--outputFile=${report}`]
  const { code, output } = await runCommand(node, [join(root, 'node_modules/vitest/vitest.mjs'), ...args])
  if (!existsSync(report)) {
    console.error(output)
    return 1
  }
  // vitest's own way to show failures calls what Node 20 does not have.
  const { testResults, numPassedTests } = JSON.parse(readFileSync(report, 'utf8'))
  for (const { name, status, message, assertionResults } of testResults.filter((file) => file.status !== 'passed')) {
    console.error(`${name}: ${status} ${message}`)
    for (const test of assertionResults.filter((one) => one.status === 'failed'))
      console.error(`${test.fullName}\n${test.failureMessages.join('\n')}`)
  }
  console.log(`${numPassedTests} tests passed on Node ${version}`)
  return code
}
