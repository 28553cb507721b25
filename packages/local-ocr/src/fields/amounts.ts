import { halfWidth } from './half-width.ts'
import { asPrinted } from './look-alikes.ts'

/** The amount in a text without sign, thousands commas and blanks (`1234.50`), else an empty text. */
export function amountIn(text: string): string {
  const close = halfWidth(text).replace(/(?<=\d)\s+(?=[.,\d])|(?<=[.,])\s+(?=\d)/g, '')
  const match = /-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)|-?\d+(?:\.\d{1,2})?(?!\d)/.exec(close)
  return match ? match[0].replaceAll(',', '') : ''
}

/** An amount with decimals behind a currency sign, as printed in tickets: `¥35.00`. Empty when there is none. */
export function pricedAmountIn(text: string): string {
  const match = /[¥Y]\s*(-?[\d,]+(?:\.\d{1,2})?)/.exec(halfWidth(text))
  return match ? amountIn(match[1] ?? '') : ''
}

const WORDS = /[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,40}(?:[元圆][零壹贰叁肆伍陆柒捌玖角分整正]*)/
const MISTAKEN = '壹叁圆'

/** The amount in words that Chinese invoices print: `壹佰零陆圆整`. Empty when there is none. */
export function amountInWords(text: string): string {
  return WORDS.exec(asPrinted(text.replace(/\s/g, ''), MISTAKEN))?.[0] ?? ''
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const UNITS: Readonly<Record<string, number>> = { 拾: 10, 佰: 100, 仟: 1000 }

/** The amount that words name, with decimals only for 角 and 分. Empty for an empty text. */
export function amountFromWords(words: string): string {
  if (words === '') return ''
  let [total, section, digit, fen] = [0, 0, 0, 0]
  for (const char of words) {
    const value = DIGITS.indexOf(char)
    if (value >= 0) digit = value
    else if (char in UNITS) {
      section += (digit || 1) * (UNITS[char] ?? 1)
      digit = 0
    } else if (char === '万' || char === '亿') {
      total = char === '万' ? total + (section + digit) * 1e4 : (total + section + digit) * 1e8
      section = digit = 0
    } else if (char === '元' || char === '圆') {
      total += section + digit
      section = digit = 0
    } else if (char === '角' || char === '分') {
      fen += digit * (char === '角' ? 10 : 1)
      digit = 0
    }
  }
  return fen > 0 ? (total + fen / 100).toFixed(2) : String(total)
}
