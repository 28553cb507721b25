// refresh-window.mjs ORIGIN PROVIDER ANSWERS RUN_MS [DELAY_MS]: one get each 5 ms with valid credentials that are due for a refresh, and a source that takes
// DELAY_MS, or 500. ANSWERS is `fresh`, or `same`: credentials with the expiration of those at hand, as the metadata service gives before it rotates them.

import { factoryOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { percentile } from '../lib/statistics.mjs'
import { moveClock } from './clock.mjs'
import { control, readCounts } from './cloud.mjs'
import { print } from './print.mjs'
import { startGet } from './start-get.mjs'

const [origin, name, answers, runMs, delayMs = '500'] = process.argv.slice(2)
const [lifetimeMs, leftMs] = [6 * 3_600_000, 600_000]
const expiration = Date.now() + lifetimeMs
await control(origin, { lifetimeMs, sameExpiration: expiration })
const get = await factoryOf(providers, name)(origin)
await get()
moveClock(lifetimeMs - leftMs)
await control(origin, {
  lifetimeMs,
  delayMs: Number(delayMs),
  clockOffsetMs: lifetimeMs - leftMs,
  sameExpiration: answers === 'same' ? expiration : undefined,
})

const waits = []
const pending = []
let blocked = 0
const timed = async () => {
  const begun = performance.now()
  await get()
  waits.push(performance.now() - begun)
}
const end = performance.now() + Number(runMs)
while (performance.now() < end) {
  const { isBlocked, settled } = await startGet(timed)
  if (isBlocked) blocked++
  pending.push(settled)
  await new Promise((resolve) => setTimeout(resolve, 5))
}
const failed = (await Promise.all(pending)).filter((error) => error !== undefined).length
const { requests, credentialRequests } = await readCounts(origin)
waits.sort((a, b) => a - b)
print({
  'credential requests': credentialRequests,
  'all requests': requests,
  'p50 ms': percentile(waits, 0.5),
  'p99 ms': percentile(waits, 0.99),
  'blocked %': (100 * blocked) / pending.length,
  failed,
})
