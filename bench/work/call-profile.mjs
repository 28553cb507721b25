// call-profile.mjs ORIGIN CALLER CONCURRENCY WARM_CALLS CALLS FILE: writes a profile of calls that are warm, and prints what one costs.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { createCaller, keepCalling } from './create-caller.mjs'
import { print } from './print.mjs'

const [origin, name, concurrency, warmCalls, calls, file] = process.argv.slice(2)
const call = await createCaller(name, origin)
await keepCalling(call, Number(concurrency), Number(warmCalls))

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 200 })
const cpu = process.cpuUsage()
await keepCalling(call, Number(concurrency), Number(calls))
const { user, system } = process.cpuUsage(cpu)
await session.post('Profiler.start')
await keepCalling(call, Number(concurrency), Number(calls))
const { profile } = await session.post('Profiler.stop')
writeFileSync(file, JSON.stringify(profile))
print({ us: (user + system) / Number(calls) })
