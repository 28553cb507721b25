// get-loop.mjs ORIGIN PROVIDER CPU_MS LEFT_MS: one cached get, LEFT_MS before the credentials expire. The source gives the same ones again, as the
// metadata service does until it rotates them.
import { factoryOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { moveClock } from './clock.mjs'
import { control } from './cloud.mjs'
import { print } from './print.mjs'
import { timeFunction } from './time-function.mjs'

const [origin, name, cpuMs, leftMs] = process.argv.slice(2)
const warmCalls = 20_000
const lifetimeMs = 6 * 3_600_000
await control(origin, { lifetimeMs, sameExpiration: Date.now() + lifetimeMs })
const get = await factoryOf(providers, name)(origin)
await get()
moveClock(lifetimeMs - Number(leftMs))
// What is done in the background once is not what a cached get costs.
await get()
await new Promise((resolve) => setTimeout(resolve, 100))
// mitata counts parameters to tell what it was given.
const us = await timeFunction(() => get(), Number(cpuMs), warmCalls)
print({ 'us/get': us, 'M gets/s': 1 / us })
