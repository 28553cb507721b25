import { halfWidth } from './half-width.ts'

const NUMBER_DATE = /(?<!\d)((?:19|20)\d\d)\s*([-./年])\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)/g

/** The dates in a text as YYYYMMDD, in their order: `2024年2月29日`, `2024-02-29`, `2024.2.29`, `20240229`. Days that do not exist are left out. */
export function datesIn(text: string): readonly string[] {
  return [
    ...halfWidth(text)
      .replace(/(\d)\s+(?=[-./年月日])|([-./年月])\s+(?=\d)/g, '$1$2')
      .matchAll(NUMBER_DATE),
  ].flatMap((match) => {
    const [year = '', month = '', day = ''] = match[1] ? [match[1], match[3], match[4]] : match.slice(5)
    return exists(Number(year), Number(month), Number(day)) ? [year + month.padStart(2, '0') + day.padStart(2, '0')] : []
  })
}

/** The first date in a text as YYYYMMDD, else an empty text. */
export function dateIn(text: string): string {
  return datesIn(text)[0] ?? ''
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
