import { halfWidth } from './half-width.ts'

/** The code of an invoice form: 10 digits (paper) or 12 (ordinary and electronic). */
export function invoiceCodeIn(text: string): string {
  return digitRun(text, /(?<!\d)(?:\d{12}|\d{10})(?!\d)/)
}

/** The number of an invoice: 8 digits, or 20 for those that have no paper form and no code. */
export function invoiceNumberIn(text: string): string {
  return digitRun(text, /(?<!\d)(?:\d{20}|\d{8})(?!\d)/)
}

/** The check code: 20 digits, printed in groups of five. */
export function checkCodeIn(text: string): string {
  return digitRun(text, /(?<!\d)\d{20}(?!\d)/)
}

/** The number behind `No`, as paper forms print it instead of a label. */
export function numberBehindNo(text: string): string {
  return /^(?:N[o0O]|№)/.test(halfWidth(text).trim()) ? invoiceNumberIn(halfWidth(text).trim().slice(2)) : ''
}

function digitRun(text: string, pattern: RegExp): string {
  return pattern.exec(halfWidth(text).replace(/(?<=\d)\s+(?=\d)/g, ''))?.[0] ?? ''
}
