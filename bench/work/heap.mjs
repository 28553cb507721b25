/** Bytes that are still reachable. Needs --expose-gc. Two collections, with a turn between, for what finalizers let go of. */
export async function heldBytes() {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return process.memoryUsage().heapUsed
}

export const peakRssMB = () => process.resourceUsage().maxRSS / 1024
