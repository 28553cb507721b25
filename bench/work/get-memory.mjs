// get-memory.mjs ORIGIN PROVIDER GETS: what is still held after so many cached credentials were handed out.
import { factoryOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { heldBytes, peakRssMB } from './heap.mjs'
import { print } from './print.mjs'

const [origin, name, gets] = process.argv.slice(2)
const get = await factoryOf(providers, name)(origin)
for (let done = 0; done < 1000; done++) await get()
const before = await heldBytes()
for (let done = 0; done < Number(gets); done++) await get()
const peak = peakRssMB()
const held = (await heldBytes()) - before
print({ 'held kB': held / 1000, 'held B/call': held / Number(gets), 'peak RSS MB': peak })
