import { dateIn, datesIn } from '../fields/dates.ts'
import { anywhere, labelled, matching, texts } from '../fields/found.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { idNumberIn } from '../fields/numbers.ts'
import type { Reading } from '../reading.ts'
import type { CardSide } from './card-side.ts'
import { issuingOffice } from './issuing-office.ts'

type Key =
  | 'number'
  | 'name'
  | 'gender'
  | 'nationality'
  | 'address'
  | 'birthDate'
  | 'issueDate'
  | 'vehicleType'
  | 'validity'
  | 'archiveNumber'
  | 'record'

const RULES: LabelRules<Key> = {
  labels: {
    number: ['证号'],
    name: ['姓名', 'Name'],
    gender: ['性别', 'Sex'],
    nationality: ['国籍', 'Nationality'],
    address: ['住址', 'Address'],
    birthDate: ['出生日期', 'Date of Birth'],
    issueDate: ['初次领证日期', 'Date of First Issue'],
    vehicleType: ['准驾车型', 'Class'],
    validity: ['有效期限', 'Valid Period', '有效起始日期', 'Valid From'],
    archiveNumber: ['档案编号', 'File No'],
    record: ['记录', 'Record'],
  },
  inline: true,
  multiline: ['address', 'record'],
}

/** Reads a driving licence of mainland China: its main page (`face`) or second page (`back`). */
export function readDriverLicense({ lines }: Reading, side?: CardSide): Record<string, unknown> {
  const values = labelledValues(lines, RULES)
  const has = (wanted: Key): boolean => values.some(({ key }) => key === wanted)
  const number = labelled(values, 'number', idNumberIn) ?? anywhere(lines, idNumberIn)
  const name = labelled(values, 'name')
  if (side ? side === 'back' : (has('archiveNumber') || has('record')) && !has('vehicleType')) {
    return {
      BackResult: texts({
        CardNumber: number,
        Name: name,
        ArchiveNumber: labelled(values, 'archiveNumber', matching(/\d{6,}/)),
        Record: labelled(values, 'record'),
      }),
    }
  }
  const validity = labelled(values, 'validity')?.text ?? ''
  const [StartDate = '', EndDate = /长期/.test(validity) ? '长期' : ''] = datesIn(validity)
  return {
    FaceResult: {
      ...texts({
        LicenseNumber: number,
        Name: name,
        Gender: labelled(values, 'gender', matching(/[男女]/)),
        Nationality: labelled(values, 'nationality'),
        Address: labelled(values, 'address'),
        BirthDate: labelled(values, 'birthDate', dateIn),
        IssueDate: labelled(values, 'issueDate', dateIn),
        VehicleType: labelled(values, 'vehicleType', matching(/[A-DF-HM-P][1-3]?[A-Z\d]*/)),
        IssueUnit: issuingOffice(lines),
      }),
      StartDate,
      EndDate,
    },
  }
}
