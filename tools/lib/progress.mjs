const tick = 1000
const plainEvery = 15

/**
 * Shows on standard error that `label` is under way, once it takes longer than a second: on a terminal one line whose
 * seconds count up, elsewhere a plain line now and then. Call the returned function when it is over.
 */
export function progress(label, out = process.stderr) {
  const started = Date.now()
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000)
    if (out.isTTY) out.write(`\r\x1b[K${label} … ${seconds} s`)
    else if (seconds === 1 || seconds % plainEvery === 0) out.write(`${label} … ${seconds} s\n`)
  }, tick)
  return () => {
    clearInterval(timer)
    if (out.isTTY) out.write('\r\x1b[K')
  }
}
