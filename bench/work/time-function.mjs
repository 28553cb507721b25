import { measure } from 'mitata'

/**
 * Microseconds a call, over batches of 256 calls (slow functions: over calls). mitata fits here: it compiles its loop anew for each
 * function, awaits only what gives promises, and times batches, as nothing of 0.03 us can be timed alone. Its own warm-up is a few calls,
 * too few for the optimising compiler, so the first pass is thrown away. The lower quartile, as what else the machine does only ever adds.
 */
export async function timeFunction(run, cpuMs) {
  await measure(run, { min_cpu_time: cpuMs * 1e6, batch_samples: 256 })
  const { p25 } = await measure(run, { min_cpu_time: cpuMs * 1e6, batch_samples: 256 })
  return p25 / 1000
}
