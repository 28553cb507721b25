// Imported before any contestant, whoever takes `Date.now` later takes this one.
let offset = 0
const realNow = Date.now
Date.now = () => realNow() + offset

/** Moves the wall clock of this process on, as if the time had passed. Timers do not notice. */
export function moveClock(ms) {
  offset += ms
}
