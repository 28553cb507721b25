/**
 * Starts a get and says, one turn of the event loop later, whether it still waits for something. Says what a time limit would, and is the same
 * on a slow machine. `settled` gives the error, or undefined.
 */
export async function startGet(get) {
  let isSettled = false
  const settled = get().then(
    () => {
      isSettled = true
    },
    (error) => {
      isSettled = true
      return error
    },
  )
  await new Promise(setImmediate)
  return { isBlocked: !isSettled, settled }
}
