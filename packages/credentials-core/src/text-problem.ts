/** What is wrong with a key, secret or token, in words that follow its name; `undefined` when nothing is. Never quotes the value (R13). */
export function textProblem(value: unknown): string | undefined {
  if ((value ?? '') === '') return 'is missing'
  if (typeof value !== 'string') return 'is not text'
  if (/^(<.*>|\$\{.*\}|undefined|null)$/.test(value)) return 'is a placeholder'
  // Keys and tokens are visible ASCII. A blank or line break that came along is the usual cause of wrong signatures.
  return /[^!-~]/.test(value) ? 'has a blank, line break or other character that none has' : undefined
}
