/** The middle one of some numbers; of an even count, the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** How far repeats lie apart: (greatest - least) / median, in percent. */
export function spread(numbers) {
  const middle = median(numbers)
  return middle === 0 ? 0 : Math.abs((100 * (Math.max(...numbers) - Math.min(...numbers))) / middle)
}

/** The repeat that the machine disturbed least: the greatest of a rate (`calls/s`), the least of everything else. */
export function best(metric, numbers) {
  return metric.endsWith('/s') ? Math.max(...numbers) : Math.min(...numbers)
}

/** The value below which `share` (0 to 1) of the sorted numbers lie. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}
