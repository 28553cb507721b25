/**
 * Runs work that should end after `ms`, and gives by how many milliseconds it ended later than a plain timer of that length which was started
 * with it. On a busy machine, which delays both, a test of a deadline so still tests the deadline.
 *
 * @example expect(await lateness(150, () => call({ deadline: 150 }))).toBeLessThan(100)
 */
export async function lateness(ms: number, work: () => Promise<unknown>): Promise<number> {
  const timer = new Promise<number>((resolve) => setTimeout(() => resolve(performance.now()), ms))
  await work()
  const ended = performance.now()
  return ended - (await timer)
}
