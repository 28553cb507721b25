import { cached } from '@x/credentials-core'

let contacts = 0
/** Shared by all requests, as a module of a worker holds it. */
const shared = cached(async () => {
  contacts++
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'examplesecretexamplesecret' }
})

/** Begins a flight and lets its request end, which in workerd ends the flight, too, without settling it. */
export async function leaveFlight() {
  shared()
  return { contacts }
}

/** What the next request gets. */
export async function afterLostFlight() {
  const { accessKeyId } = await shared()
  return { contacts, accessKeyId }
}
