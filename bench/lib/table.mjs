/** The lines of a part as a table: medians with spread, and one number, in its best repeat, as a multiple of the reference's. */
export function formatPart({ title, lines, reference, ratioOf }) {
  const metrics = [...new Set(lines.flatMap(({ values }) => Object.keys(values)))]
  const base = lines.find(({ name }) => name === reference)?.values[ratioOf]?.best
  const isRepeated = lines.some(({ values }) => values[ratioOf]?.samples?.length > 1)
  const head = ['', ...metrics, ...(base === undefined ? [] : [`${isRepeated ? 'best ' : ''}${ratioOf} / ${reference}`])]
  const rows = lines.map(({ kind, name, values }) => [
    kind === 'limit' ? `(limit) ${name}` : name,
    ...metrics.map((metric) => cell(values[metric])),
    ...(base === undefined ? [] : [ratio(values[ratioOf]?.best, base)]),
  ])
  return [title, ...align([head, ...rows]).map((line) => `  ${line}`)].join('\n')
}

export function formatTargets(targets) {
  const rows = targets.map(({ name, what, limit, sign, isReached }) => [
    isReached ? 'reached' : 'NOT REACHED',
    formatNumber(what),
    `${sign} ${formatNumber(limit)}`,
    name,
  ])
  return align(rows, 3)
    .map((line) => `  ${line}`)
    .join('\n')
}

function cell(value) {
  if (value === undefined) return ''
  if (value.text !== undefined) return value.text
  const { median, spread, samples } = value
  return samples.length > 1 && spread >= 0.5 ? `${formatNumber(median)} ±${Math.round(spread / 2)}%` : formatNumber(median)
}

function ratio(value, base) {
  return value === undefined || base === 0 ? '' : `${formatNumber(value / base)}x`
}

function formatNumber(value) {
  if (Number.isInteger(value)) return value.toLocaleString('en')
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** Columns of one width; the first is text, the others are numbers and stand at the right, unless they are behind `numbers`. */
function align(rows, numbers = Number.POSITIVE_INFINITY) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 || column >= numbers ? text.padEnd(widths[column]) : text.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  )
}
