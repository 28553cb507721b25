const PLACEHOLDER = /^(<.*>|\$\{.*\}|undefined|null)$/

/** What is wrong with a key, secret or token, in words that follow its name; `undefined` when nothing is. Never quotes the value. */
export function textProblem(value: unknown): string | undefined {
  if (value === undefined) return 'is missing'
  if (typeof value !== 'string') return 'is not a text'
  if (value.trim() === '') return 'is empty'
  if (PLACEHOLDER.test(value)) return 'still holds a placeholder'
  // Keys and tokens are visible ASCII. A blank or line break that came along is the usual cause of wrong signatures.
  if (/[^!-~]/.test(value)) return 'has a blank, a line break or another character that no key has'
  return undefined
}
