import { measure } from 'mitata'

/** Enough for all that takes microseconds; what asks a server at each call has little code to warm, and takes milliseconds. */
const MOST_WARM_MS = 1000

/**
 * Microseconds a call, over batches of 256 calls (slow functions: over calls). mitata fits here: it compiles its loop anew for each
 * function, awaits only what gives promises, and times batches, as nothing of 0.03 us can be timed alone. Its own warm-up is a few calls,
 * too few for the optimising compiler: so many are made before, counted and not timed, that every contestant has been through it alike,
 * however fast the machine is. Of what follows the lower quartile, as what else the machine does only ever adds.
 */
export async function timeFunction(run, cpuMs, warmCalls) {
  const end = performance.now() + MOST_WARM_MS
  for (let done = 0; done < warmCalls && performance.now() < end; done++) await run()
  const { p25 } = await measure(run, { min_cpu_time: cpuMs * 1e6, batch_samples: 256 })
  return p25 / 1000
}
