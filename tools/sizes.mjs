// Bytes of the import statements a user would write, against their budgets, and what must not be in a bundle.
// The budgets are upper limits that CI holds; `goal` is where the measurements of the peers say we should be.
import { measureBundle } from './lib/measure-bundle.mjs'
import { readJson } from './lib/workspace.mjs'
import { root } from './lib/run-command.mjs'

const { statements, bleed } = readJson(`${root}/tools/sizes.json`)
let failures = 0

console.log('gzip   later  budget   goal  statement')
for (const { name, budget, lazyBudget, goal, ...statement } of statements) {
  const { gzip, lazyGzip } = await measureBundle(statement)
  const over = gzip > budget || lazyGzip > (lazyBudget ?? 0)
  if (over) failures++
  console.log(`${cell(gzip, 5)} ${cell(lazyGzip, 6)} ${cell(budget, 7)} ${cell(goal, 6)}  ${name}${over ? `   OVER BUDGET (${budget} + ${lazyBudget ?? 0})` : ''}`)
}
for (const { name, forbidden, ...statement } of bleed) {
  const { text } = await measureBundle(statement)
  const found = forbidden.filter((pattern) => new RegExp(pattern).test(text))
  if (found.length > 0) {
    failures++
    console.log(`BLEED: ${name} holds ${found.join(', ')}`)
  }
}
console.log(`${statements.length} budgets, ${bleed.length} bleed rules, ${failures} broken`)
process.exitCode = failures > 0 ? 1 : 0

function cell(value, width) {
  return String(value ?? '').padStart(width)
}
