const plainEverySeconds = 15

/**
 * Waits for work and shows on standard error that it is under way, once it takes longer than a second: on a terminal one line
 * whose seconds count up, elsewhere a plain line now and then. `what` may be a function, asked each time.
 */
export async function progress(what, work, out = process.stderr) {
  const text = typeof what === 'function' ? what : () => what
  const started = Date.now()
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000)
    if (out.isTTY) out.write(`\r\u001b[K${text()} … ${seconds} s`)
    else if (seconds === 1 || seconds % plainEverySeconds === 0) out.write(`${text()} … ${seconds} s\n`)
  }
  const timer = setInterval(show, 1000)
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (out.isTTY) out.write('\r\u001b[K')
  }
}
