// Holds what the bench measures to what does not depend on the machine: counts of requests, packages and files, and one ratio with a wide margin.
import { guardCredentials } from '../../bench/guards/credentials.mjs'
import { guardInstallation } from '../../bench/guards/installation.mjs'
import { guardMemory } from '../../bench/guards/memory.mjs'
import { guardSigning } from '../../bench/guards/signing.mjs'
import { guardStartUp } from '../../bench/guards/start-up.mjs'

let [count, problems] = [0, 0]
for (const guard of [guardInstallation, guardStartUp, guardSigning, guardMemory, guardCredentials]) {
  try {
    await guard(check)
  } catch (error) {
    check(guard.name, `did not come to its end: ${error.message}`, { exactly: '' })
  }
}
console.log(`${count} guards, ${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

function check(what, value, { exactly, atMost }) {
  count++
  const passed = exactly === undefined ? value <= atMost : value === exactly
  if (!passed) problems++
  const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(1) : value
  console[passed ? 'log' : 'error'](
    `${passed ? 'ok  ' : 'FAIL'}  ${what}: ${shown} (${exactly === undefined ? `at most ${atMost}` : `wanted ${exactly || 'none'}`})`,
  )
}
