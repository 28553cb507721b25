import { hasVinCheckDigit, isBankCardNumber, isCreditCode, isIdNumber, isVinForm } from './check-digits.ts'
import { halfWidth } from './half-width.ts'

/** The identity number in a text; empty unless its check digit comes out right. */
export function idNumberIn(text: string): string {
  return windows(letters(text), 18).find(isIdNumber) ?? ''
}

/** The unified social credit code in a text, or a registration number of 15 digits as given before 2015; empty when there is neither. */
export function registerNumberIn(text: string): string {
  const runs = letters(text)
  return (
    windows(runs, 18).find(isCreditCode) ??
    windows(runs.map(unmistaken), 18).find(isCreditCode) ??
    runs.find((run) => /^\d{15}$/.test(run)) ??
    ''
  )
}

/** The number of a taxpayer: 15 to 20 letters and digits. */
export function taxNumberIn(text: string): string {
  return letters(text).find((run) => /^(?=.*\d{6})[0-9A-Z]{15,20}$/.test(run)) ?? ''
}

/** The number of a bank card, without blanks; empty unless its check digit comes out right. */
export function bankCardNumberIn(text: string): string {
  for (const run of halfWidth(text).match(/\d+(?:[\s-]\d+)*/g) ?? []) {
    const groups = run.split(/\D/)
    // what stands beside a number, such as a date, may have been read into its line
    for (const [from] of groups.entries()) {
      for (let to = groups.length; to > from; to--) {
        const number = groups.slice(from, to).join('')
        if (isBankCardNumber(number)) return number
      }
    }
  }
  return ''
}

/**
 * The vehicle identification number in a text, by its check digit. It has no I, O or Q, so those were 1 and 0. Without a check digit, which
 * vehicles made for Europe lack, only a text that is nothing but such a number is one: 17 other characters are found in many a text.
 */
export function vinIn(text: string): string {
  const runs = letters(text).map((run) =>
    run
      .replace(/^VIN(?=.{17})/, '')
      .replace(/[OQ]/g, '0')
      .replaceAll('I', '1'),
  )
  const alone = halfWidth(text).replace(/[\s*]/g, '').replace(/[OQ]/g, '0').replaceAll('I', '1')
  return [...runs, ...windows(runs, 17)].find(hasVinCheckDigit) ?? (isVinForm(alone) ? alone : '')
}

/** Runs of letters and digits in capitals; blanks, points and dashes between them do not count. */
function letters(text: string): string[] {
  return (
    halfWidth(text)
      .toUpperCase()
      .replace(/(?<=[0-9A-Z])[\s.*-]+(?=[0-9A-Z])/g, '')
      .match(/[0-9A-Z]+/g) ?? []
  )
}

/** A credit code has none of these letters. */
function unmistaken(run: string): string {
  return run.replaceAll('O', '0').replaceAll('I', '1').replaceAll('Z', '2').replaceAll('S', '5')
}

function windows(runs: readonly string[], length: number): string[] {
  return runs.flatMap((run) => Array.from({ length: Math.max(0, run.length - length + 1) }, (_, at) => run.slice(at, at + length)))
}
