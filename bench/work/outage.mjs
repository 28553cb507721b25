// outage.mjs ORIGIN PROVIDER OUTAGE LEFT_MS GETS [COUNT_MS]: gets, one after the other, while the source is down and the credentials are valid for LEFT_MS
// more, or have expired (a number below 0). Requests are counted until COUNT_MS, or 300, after the last.

import { factoryOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { moveClock } from './clock.mjs'
import { control, readCounts } from './cloud.mjs'
import { print } from './print.mjs'
import { startGet } from './start-get.mjs'

const [origin, name, outage, leftMs, gets, countMs = '300'] = process.argv.slice(2)
const lifetimeMs = 6 * 3_600_000
await control(origin, { lifetimeMs })
const get = await factoryOf(providers, name)(origin)
await get()
moveClock(lifetimeMs - Number(leftMs))
await control(origin, { outage })
let [served, blocked, totalMs] = [0, 0, 0]
let last
const timed = async () => {
  const begun = performance.now()
  await get().finally(() => {
    totalMs += performance.now() - begun
  })
}
for (let done = 0; done < Number(gets); done++) {
  const { isBlocked, settled } = await startGet(timed)
  if (isBlocked) blocked++
  const error = await settled
  if (error === undefined) served++
  else last = error
}
// What runs in the background is still to be counted.
await new Promise((resolve) => setTimeout(resolve, Number(countMs)))
const { requests } = await readCounts(origin)
const error = last ? String(last.code ?? last.name ?? 'error') : 'none'
print({ served, blocked, 'ms/get': totalMs / Number(gets), requests, error })
