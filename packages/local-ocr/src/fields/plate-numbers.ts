import { halfWidth } from './half-width.ts'

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const PLATE = new RegExp(`([${PROVINCES}])([A-Z])([0-9A-Z]{6}|[0-9A-Z]{5}|[0-9A-Z]{4}[挂学警港澳使领])`)

/** The vehicle plate in a text (GA 36): a province, a letter, then five characters, or six for new energy. Empty when there is none. */
export function plateNumberIn(text: string): string {
  const close = halfWidth(text)
    .toUpperCase()
    .replace(/[\s·.•・-]/g, '')
  const match = PLATE.exec(close)
  if (!match) return ''
  const [, province = '', office = '', rest = ''] = match
  // the letters I and O are not given out behind the office
  const number = province + office + rest.replaceAll('O', '0').replaceAll('I', '1')
  return rest.length === 6 && !isNewEnergy(number) ? number.slice(0, 7) : number
}

/** New energy vehicles have eight characters, a letter first among the last six (small) or last (large). */
export function isNewEnergy(plate: string): boolean {
  return /^..(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK])$/.test(plate)
}
