import { anywhere, labelled, texts } from '../fields/found.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { vinIn } from '../fields/numbers.ts'
import type { Reading } from '../reading.ts'

const RULES: LabelRules<'vin'> = { labels: { vin: ['车辆识别代号', '车辆识别代码', 'VIN'] }, inline: true, below: ['vin'] }

/** Reads a vehicle identification number, behind its label or alone. */
export function readVinCode({ lines }: Reading): Record<string, unknown> {
  return texts({ VinCode: labelled(labelledValues(lines, RULES), 'vin', vinIn) ?? anywhere(lines, vinIn) })
}
