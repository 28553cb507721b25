import { anywhere, matching, texts } from '../fields/found.ts'
import { halfWidth } from '../fields/half-width.ts'
import { bankCardNumberIn } from '../fields/numbers.ts'
import type { Reading } from '../reading.ts'

/** Reads a bank card. A number whose check digit is wrong is not given; the kind of card only when it is printed. */
export function readBankCard({ lines }: Reading): Record<string, unknown> {
  const { CardNumber, BankName, ValidDate } = texts({
    CardNumber: anywhere(lines, bankCardNumberIn),
    BankName: anywhere(lines, matching(/\p{Script=Han}*银行/u)) ?? anywhere(lines, englishBank),
    ValidDate: anywhere(lines, validDate),
  })
  const kind = lines.map(({ text }) => text).join(' ')
  const CardType = /信用卡|贷记卡|credit/i.test(kind) ? 'CC' : /借记卡|储蓄卡|debit/i.test(kind) ? 'DC' : ''
  return { BankName, CardNumber, CardType, ValidDate }
}

function englishBank(text: string): string {
  return /\bbank\b/i.test(text) ? text.trim() : ''
}

/** MM/YY; several are comma separated. */
function validDate(text: string): string {
  return [...halfWidth(text).matchAll(/(?<![\d/])(0[1-9]|1[0-2])\s*\/\s*(\d\d)(?![\d/])/g)]
    .map(([, month, year]) => `${month}/${year}`)
    .join(',')
}
