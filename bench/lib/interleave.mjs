import { best, median, spread } from './statistics.mjs'

/**
 * Measures all contestants once, in shuffled order, then all once more, and so on: what else the machine does meanwhile hits all of them
 * alike. `measure(contestant)` gives an object of numbers; the result is a line for each contestant, with median and spread of each number.
 * A contestant that fails, as those with short time limits may on a machine that stalls, loses that repeat, and the others go on.
 *
 * Benchmark libraries repeat one contestant until its number stands, and then turn to the next: on a shared machine the neighbour decides.
 */
export async function interleave(contestants, rounds, measure, onProgress = () => {}) {
  const samples = new Map(contestants.map((contestant) => [contestant, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contestant of shuffle(contestants)) {
      onProgress(`round ${round + 1} of ${rounds}: ${contestant.name}`)
      await measure(contestant).then(
        (values) => samples.get(contestant).push(values),
        (error) => console.error(`${contestant.name} failed: ${error.message.split('\n', 1)[0]}`),
      )
    }
  }
  return contestants.map((contestant) => ({ ...contestant, values: summarise(samples.get(contestant)) }))
}

function summarise(repeats) {
  const metrics = Object.keys(repeats[0] ?? {})
  return Object.fromEntries(
    metrics.map((metric) => [
      metric,
      summariseOne(
        metric,
        repeats.map((values) => values[metric]),
      ),
    ]),
  )
}

/** Numbers become median, spread and the best repeat; text (such as `no`) stays what it was in the last repeat. */
function summariseOne(metric, values) {
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value))
  if (numbers.length < values.length) return { text: String(values.at(-1) ?? '') }
  return { median: median(numbers), spread: spread(numbers), best: best(metric, numbers), samples: numbers }
}

function shuffle(list) {
  const shuffled = [...list]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]]
  }
  return shuffled
}
