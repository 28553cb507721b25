import { dateIn } from '../fields/dates.ts'
import { anywhere, labelled, matching, texts } from '../fields/found.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { vinIn } from '../fields/numbers.ts'
import { plateNumberIn } from '../fields/plate-numbers.ts'
import type { Reading } from '../reading.ts'
import type { CardSide } from './card-side.ts'

const FACE = {
  PlateNumber: ['号牌号码', 'Plate No'],
  VehicleType: ['车辆类型', 'Vehicle Type'],
  Owner: ['所有人', 'Owner'],
  Address: ['住址', 'Address'],
  UseCharacter: ['使用性质', 'Use Character'],
  Model: ['品牌型号', 'Model'],
  Vin: ['车辆识别代号', 'VIN'],
  EngineNumber: ['发动机号码', 'Engine No'],
  RegisterDate: ['注册日期', 'Register Date'],
  IssueDate: ['发证日期', 'Issue Date'],
} as const
const BACK = {
  PlateNumber: ['号牌号码'],
  FileNumber: ['档案编号'],
  ApprovedPassengerCapacity: ['核定载人数'],
  GrossMass: ['总质量'],
  UnladenMass: ['整备质量'],
  ApprovedLoad: ['核定载质量'],
  OverallDimension: ['外廓尺寸'],
  TractionMass: ['准牵引总质量'],
  InspectionRecord: ['检验记录'],
  EnergyType: ['能源种类'],
} as const

const FACE_RULES: LabelRules<keyof typeof FACE> = { labels: FACE, inline: true, multiline: ['Address'] }
const BACK_RULES: LabelRules<keyof typeof BACK> = { labels: BACK, inline: true, multiline: ['InspectionRecord'] }

/** Reads a vehicle registration certificate of mainland China: its main page (`face`) or second page (`back`). */
export function readVehicleLicense({ lines }: Reading, side?: CardSide): Record<string, unknown> {
  const back = labelledValues(lines, BACK_RULES)
  const isBack = side ? side === 'back' : back.some(({ key }) => key === 'FileNumber' || key === 'GrossMass')
  if (isBack) {
    return {
      BackResult: texts({
        PlateNumber: labelled(back, 'PlateNumber', plateNumberIn),
        FileNumber: labelled(back, 'FileNumber', matching(/\d{6,}/)),
        ApprovedPassengerCapacity: labelled(back, 'ApprovedPassengerCapacity', matching(/\d+(?:\+\d+)?人?/)),
        GrossMass: labelled(back, 'GrossMass', mass),
        UnladenMass: labelled(back, 'UnladenMass', mass),
        ApprovedLoad: labelled(back, 'ApprovedLoad', mass),
        OverallDimension: labelled(back, 'OverallDimension', dimension),
        TractionMass: labelled(back, 'TractionMass', mass),
        InspectionRecord: labelled(back, 'InspectionRecord'),
        EnergyType: labelled(back, 'EnergyType'),
      }),
    }
  }
  const face = labelledValues(lines, FACE_RULES)
  return {
    FaceResult: texts({
      PlateNumber: labelled(face, 'PlateNumber', plateNumberIn),
      VehicleType: labelled(face, 'VehicleType'),
      Owner: labelled(face, 'Owner'),
      Address: labelled(face, 'Address'),
      UseCharacter: labelled(face, 'UseCharacter'),
      Model: labelled(face, 'Model'),
      Vin: labelled(face, 'Vin', vinIn) ?? anywhere(lines, vinIn),
      EngineNumber: labelled(face, 'EngineNumber', matching(/[0-9A-Z-]{4,}/i)),
      RegisterDate: labelled(face, 'RegisterDate', dateIn),
      IssueDate: labelled(face, 'IssueDate', dateIn),
    }),
  }
}

const mass = matching(/\d+kg/i)

/** Length, width and height in millimetres, joined as the service does. */
function dimension(text: string): string {
  const match = /(\d{3,5})\s*[x×X*]\s*(\d{3,5})\s*[x×X*]\s*(\d{3,5})/.exec(text)
  return match ? match.slice(1).join('x') : ''
}
