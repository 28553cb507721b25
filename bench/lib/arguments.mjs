import { parseArgs } from 'node:util'

/** `--quick`, and the letters of the rows wanted; all rows when none is named. Throws for anything else. */
export function readArguments(args, letters) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { quick: { type: 'boolean', default: false } } })
  const unknown = positionals.filter((letter) => !letters.includes(letter))
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}. The rows are ${letters.join(', ')}.`)
  return { isQuick: values.quick, wanted: positionals.length > 0 ? letters.filter((letter) => positionals.includes(letter)) : letters }
}
