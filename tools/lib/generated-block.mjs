/** A text with `body` between the comments `<!-- NAME -->` and `<!-- /NAME -->`, where another may stand. Throws when there are no such comments. */
export function withBlock(text, name, body) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`the comments ${begin} and ${end} are missing`)
  return `${text.slice(0, from + begin.length)}\n${body}\n${text.slice(to)}`
}

/** Whether two texts say the same: word for word, and each measured number (with decimals and a unit) within one step of its last digit. */
export function saysTheSame(one, other) {
  const [a, b] = [one, other].map((text) => text.split(measured))
  return a.length === b.length && a.every((part, index) => part === b[index] || (index % 2 === 1 && isClose(part, b[index])))
}

const measured = /(\d+\.\d+)(?= [kM]B)/

function isClose(one, other) {
  const [a, b] = [one, other].map((text) => text.split('.')[1].length)
  return a === b && Math.abs(one - other) < 1.5 * 10 ** -a
}
