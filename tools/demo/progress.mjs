/** Runs work, and says what is going on once it takes longer than a second; on a terminal the line counts the seconds. */
export async function progress(what, work) {
  const started = Date.now()
  const terminal = process.stderr.isTTY
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const show = () => process.stderr.write(terminal ? `\r${what} … ${seconds()} s ` : `${what} … ${seconds()} s\n`)
  let shown = false
  const tick = () => {
    shown = true
    show()
  }
  const first = setTimeout(tick, 1000)
  const others = setInterval(() => shown && tick(), terminal ? 1000 : 10_000)
  try {
    return await work
  } finally {
    clearTimeout(first)
    clearInterval(others)
    if (shown && terminal) process.stderr.write('\r\u001b[K')
  }
}
