// call-memory.mjs ORIGIN CALLER CALLS: what is still held after so many calls at 16 in flight.
import { createCaller, keepCalling } from './create-caller.mjs'
import { heldBytes, peakRssMB } from './heap.mjs'
import { print } from './print.mjs'

const [origin, name, calls] = process.argv.slice(2)
const call = await createCaller(name, origin)
await keepCalling(call, 16, Math.min(2000, Number(calls) / 10))
const before = await heldBytes()
await keepCalling(call, 16, Number(calls))
const peak = peakRssMB()
const held = (await heldBytes()) - before
print({ 'held kB': held / 1000, 'held B/call': held / Number(calls), 'peak RSS MB': peak })
