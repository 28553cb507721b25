// stampede.mjs ORIGIN PROVIDER CALLERS: so many callers at once, and nothing cached. The source takes 50 ms.
import { factoryOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { control, readCounts } from './cloud.mjs'
import { peakRssMB } from './heap.mjs'
import { print } from './print.mjs'

const [origin, name, callers] = process.argv.slice(2)
await control(origin, { delayMs: 50 })
const get = await factoryOf(providers, name)(origin)
const before = process.memoryUsage.rss() / 1024 / 1024
const begun = performance.now()
const outcomes = await Promise.allSettled(Array.from({ length: Number(callers) }, get))
const ms = performance.now() - begun
const failed = outcomes.filter(({ status }) => status === 'rejected').length
const { requests, credentialRequests, peakSockets } = await readCounts(origin)
print({
  'credential requests': credentialRequests,
  'all requests': requests,
  'peak sockets': peakSockets,
  ms,
  failed,
  '+RSS MB': peakRssMB() - before,
})
