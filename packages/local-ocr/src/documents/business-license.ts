import { dateIn, datesIn } from '../fields/dates.ts'
import { anywhere, labelled, texts } from '../fields/found.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { registerNumberIn } from '../fields/numbers.ts'
import { around, cornersOf, heightOf, type Rectangle } from '../fields/rectangle.ts'
import { cornersAsGiven, type Reading } from '../reading.ts'
import type { Corners } from '../text-line.ts'

type Key = 'number' | 'name' | 'type' | 'address' | 'legalPerson' | 'capital' | 'establishDate' | 'period' | 'business'

const RULES: LabelRules<Key> = {
  labels: {
    number: ['统一社会信用代码', '注册号'],
    name: ['名称', '字号名称'],
    type: ['类型', '主体类型', '公司类型'],
    address: ['住所', '营业场所', '经营场所', '主要经营场所'],
    legalPerson: ['法定代表人', '负责人', '经营者', '投资人', '执行事务合伙人'],
    capital: ['注册资本'],
    establishDate: ['成立日期', '注册日期'],
    period: ['营业期限', '经营期限', '合伙期限'],
    business: ['经营范围'],
  },
  multiline: ['name', 'address', 'business', 'period'],
}

/** What a licence shows beside text. */
interface Marks {
  /** The corners of a QR code in pixels of the picture given. */
  readonly qrCode?: Corners | undefined
  /** Round or square red areas, the largest first, in pixels of the picture turned upright. */
  readonly redAreas?: readonly Rectangle[]
}

/**
 * Reads a business licence of mainland China. Boxes are in pixels of the picture given. The emblem is the largest red area above the title,
 * the stamp that below it.
 */
export function readBusinessLicense(reading: Reading, { qrCode, redAreas = [] }: Marks = {}): Record<string, unknown> {
  const values = labelledValues(reading.lines, RULES)
  const title = reading.lines.find(({ text }) => /营业执照/.test(text.replace(/\s/g, '')))
  const place = title && around(title.corners)
  const emblem = place && redAreas.find(({ bottom }) => bottom <= place.top + heightOf(place) / 2)
  const stamp = place && redAreas.find(({ top }) => top >= place.bottom)
  const given = (area: Rectangle): Corners => cornersAsGiven(cornersOf(area), reading)
  return {
    ...texts({
      Name: labelled(values, 'name'),
      Type: labelled(values, 'type'),
      LegalPerson: labelled(values, 'legalPerson'),
      Capital: labelled(values, 'capital'),
      RegisterNumber: labelled(values, 'number', registerNumberIn) ?? anywhere(reading.lines, registerNumberIn),
      EstablishDate: labelled(values, 'establishDate', dateIn),
      ValidPeriod: labelled(values, 'period', endOfPeriod),
      Address: labelled(values, 'address'),
      Business: labelled(values, 'business'),
    }),
    Angle: reading.turn,
    ...(place ? { Title: wireBox(given(place)) } : {}),
    ...(emblem ? { Emblem: wireBox(given(emblem)) } : {}),
    ...(stamp ? { Stamp: wireBox(given(stamp)) } : {}),
    ...(qrCode ? { QRCode: wireBox(qrCode) } : {}),
  }
}

/** The service writes 29991231 for a term without end. */
function endOfPeriod(text: string): string {
  if (/长期|永久|无固定期限|不约定/.test(text)) return '29991231'
  const [, end] = datesIn(text)
  return end ?? (/^\s*至/.test(text) ? dateIn(text) : '')
}

function wireBox(corners: Corners): Record<string, number> {
  const { left, top, right, bottom } = around(corners)
  return { Left: Math.round(left), Top: Math.round(top), Width: Math.round(right - left), Height: Math.round(bottom - top) }
}
