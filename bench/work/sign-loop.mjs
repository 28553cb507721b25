// sign-loop.mjs SIGNER CPU_MS SIZE…: one signature of each size.
import { factoryOf } from '../contestants/all-of.mjs'
import { signers } from '../contestants/signers.mjs'
import { print } from './print.mjs'
import { timeFunction } from './time-function.mjs'

const [name, cpuMs, ...sizes] = process.argv.slice(2)
// The sizes run the same code, so the large one, which takes long, finds it warm.
const warmCalls = { small: 4000, large: 200 }
const numbers = {}
for (const size of sizes) {
  const sign = await factoryOf(signers, name)(size)
  if (!(await sign())) throw new Error(`${name} gave nothing.`)
  numbers[`${size} us`] = await timeFunction(sign, Number(cpuMs), warmCalls[size])
}
print(numbers)
