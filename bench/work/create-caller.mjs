import { factoryOf } from '../contestants/all-of.mjs'
import { callers } from '../contestants/callers.mjs'

/** A caller that has been seen to work: what is measured must be answers, not errors. */
export async function createCaller(name, origin) {
  const call = await factoryOf(callers, name)(origin)
  const answer = await call()
  if (!JSON.stringify(answer).includes('8B3C2E2F-6A0C-5E0B-9E2C-6D3B8F1C7A55'))
    throw new Error(`${name} did not give the answer of the server.`)
  return call
}

/** Makes so many calls, `concurrency` of them in flight. */
export async function keepCalling(call, concurrency, calls) {
  let begun = 0
  const work = async () => {
    while (begun++ < calls) await call()
  }
  await Promise.all(Array.from({ length: concurrency }, work))
}
