// call-load.mjs ORIGIN CALLER CONCURRENCY WARM_CALLS CALLS: calls a second, latencies, and processor time a call. Counted and not timed, so that
// every contestant has been through the optimising compiler alike, however fast the machine is.
import { percentile } from '../lib/statistics.mjs'
import { createCaller, keepCalling } from './create-caller.mjs'
import { print } from './print.mjs'

const [origin, name, concurrency, warmCalls, calls] = process.argv.slice(2)
const call = await createCaller(name, origin)
await keepCalling(call, 16, Number(warmCalls))

const latencies = []
const timed = async () => {
  const begun = performance.now()
  await call()
  latencies.push(performance.now() - begun)
}
const cpu = process.cpuUsage()
const begun = performance.now()
await keepCalling(timed, Number(concurrency), Number(calls))
const seconds = (performance.now() - begun) / 1000
const { user, system } = process.cpuUsage(cpu)
latencies.sort((a, b) => a - b)
print({
  'CPU us/call': (user + system) / Number(calls),
  'calls/s': Number(calls) / seconds,
  'p50 ms': percentile(latencies, 0.5),
  'p99 ms': percentile(latencies, 0.99),
})
