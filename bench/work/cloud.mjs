/** Tells the credential server how to behave from now on, and to count anew. By the built-in fetch, which no contestant uses here. */
export async function control(origin, settings) {
  await (await fetch(`${origin}/control`, { method: 'PUT', body: JSON.stringify(settings) })).text()
}

/** What the server was asked since: `{ requests, credentialRequests, peakSockets }`. */
export async function readCounts(origin) {
  return (await fetch(`${origin}/counts`)).json()
}
