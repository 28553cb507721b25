// Registered, and on the signal itself: what sends the request is a file of its own, with its own copy of this one.
const IDLE: unique symbol = Symbol.for('alibaba-cloud.idle') as never

/** Says that nobody waits for the work of this signal, so that it need not keep the process alive (R66). */
export function markIdle(signal: AbortSignal): void {
  Object.defineProperty(signal, IDLE, { value: true })
}

/** Whether nobody waited for the work of this signal when it began. Whoever comes to wait for it keeps the process alive. */
export function isIdle(signal: AbortSignal): boolean {
  return IDLE in signal
}

/** Keeps the process alive until the returned function is called. */
export function keepAlive(): () => void {
  const timer = setInterval(() => {}, 60_000)
  return () => clearInterval(timer)
}
