// call-once.mjs ORIGIN CALLER: from the start of the process to the first answer.
import { factoryOf } from '../contestants/all-of.mjs'
import { callers } from '../contestants/callers.mjs'
import { print } from './print.mjs'

const [origin, name] = process.argv.slice(2)
const call = await factoryOf(callers, name)(origin)
await call()
const { user, system } = process.cpuUsage()
print({ ms: performance.now(), 'CPU ms': (user + system) / 1000 })
