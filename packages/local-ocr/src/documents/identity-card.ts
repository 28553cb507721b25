import { dateIn, datesIn } from '../fields/dates.ts'
import { anywhere, labelled, matching, texts } from '../fields/found.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { idNumberIn } from '../fields/numbers.ts'
import type { Reading } from '../reading.ts'
import type { CardSide } from './card-side.ts'

type Key = 'name' | 'gender' | 'nationality' | 'birthDate' | 'address' | 'idNumber' | 'issue' | 'validity'

const RULES: LabelRules<Key> = {
  labels: {
    name: ['姓名'],
    gender: ['性别'],
    nationality: ['民族'],
    birthDate: ['出生'],
    address: ['住址'],
    idNumber: ['公民身份号码'],
    issue: ['签发机关'],
    validity: ['有效期限'],
  },
  inline: true,
  multiline: ['address', 'issue'],
}

/** Reads a resident identity card of mainland China. An identity number whose check digit is wrong is not given. */
export function readIdentityCard({ lines }: Reading, side?: CardSide): Record<string, unknown> {
  const values = labelledValues(lines, RULES)
  const isBack = side ? side === 'back' : values.some(({ key }) => key === 'issue' || key === 'validity')
  if (isBack) {
    const validity = labelled(values, 'validity')?.text ?? ''
    const [StartDate = '', EndDate = /长期/.test(validity) ? '长期' : ''] = datesIn(validity)
    return { BackResult: { Issue: labelled(values, 'issue')?.text ?? '', StartDate, EndDate } }
  }
  return {
    FrontResult: texts({
      Name: labelled(values, 'name'),
      Gender: labelled(values, 'gender', matching(/[男女]/)),
      Nationality: labelled(values, 'nationality', matching(/^\p{Script=Han}+/u)),
      BirthDate: labelled(values, 'birthDate', dateIn),
      Address: labelled(values, 'address'),
      IDNumber: labelled(values, 'idNumber', idNumberIn) ?? anywhere(lines, idNumberIn),
    }),
  }
}
