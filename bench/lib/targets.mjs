/**
 * A target of the design, judged by the lines of a row: `what` is what was reached, `limit` what it should be. `isReached` compares them the
 * way the target says. Ratios only: a number of units would be a number about this machine.
 */
export function atMost(name, what, limit) {
  return { name, what, limit, sign: '<=', isReached: what <= limit }
}

export function atLeast(name, what, limit) {
  return { name, what, limit, sign: '>=', isReached: what >= limit }
}

/** Looks up the median of a number: `medians(lines)('ours sts', 'credential requests')`. */
export const medians = (lines) => lookUp(lines, 'median')

/**
 * Looks up the best repeat of a time or a rate. What else a machine does only ever adds time, so on a busy one ratios of medians say which
 * contestant met the neighbour, and ratios of the best repeats say more about the contestants.
 */
export const bests = (lines) => lookUp(lines, 'best')

/** A contestant that failed in every repeat has no number, and reaches no target. */
function lookUp(lines, statistic) {
  return (name, metric) => lines.find((one) => one.name === name)?.values[metric]?.[statistic] ?? Number.NaN
}
