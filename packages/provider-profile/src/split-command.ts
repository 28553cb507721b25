/** A command that cannot be split, in words that follow "The command". */
export interface CommandProblem {
  readonly problem: string
}

/**
 * The words of a command line, as the official command line splits it: no shell sees it, so `;`, `&`, `$` and the like are ordinary. Blanks
 * separate; single quotes keep everything; double quotes keep all but a backslash before `"`, `\`, `$` and a backquote; elsewhere a backslash
 * keeps the next character. On Windows a backslash is ordinary, except before `"` in double quotes.
 */
export function splitCommand(command: string, platform: string): readonly string[] | CommandProblem {
  const windows = platform === 'win32'
  const words: string[] = []
  /** `undefined` between words: an empty word in quotes counts. */
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < command.length; at++) {
    const one = command.charAt(at)
    const next = command.charAt(at + 1)
    if (one === '\0') return { problem: 'holds a NUL character' }
    if (one === '\\' && quote !== "'" && (next === '\n' || (next === '\r' && command.charAt(at + 2) === '\n'))) {
      at += next === '\r' ? 2 : 1
      continue
    }
    // What else spans lines is more likely two commands than one.
    if (one === '\n' || one === '\r') return { problem: 'has more than one line' }
    if (quote) {
      if (one === quote) quote = ''
      else if (one === '\\' && quote === '"' && next !== '' && (windows ? '"' : '"\\$`').includes(next)) word += command.charAt(++at)
      else word += one
    } else if (one === '"' || one === "'") {
      quote = one
      word ??= ''
    } else if (/\s/.test(one)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (one === '\\' && !windows) {
      if (next === '') return { problem: 'ends with a backslash' }
      word = (word ?? '') + command.charAt(++at)
    } else {
      word = (word ?? '') + one
    }
  }
  if (quote) return { problem: 'has a quote that is not closed' }
  if (word !== undefined) words.push(word)
  return words[0] ? words : { problem: 'names no program' }
}
