import type { Picture } from '../decode-picture.ts'
import { isNewEnergy, plateNumberIn } from '../fields/plate-numbers.ts'
import { around, type Rectangle } from '../fields/rectangle.ts'
import { linesAsGiven, type Reading } from '../reading.ts'

interface PlateType {
  readonly name: string
  /** 0 to 1: what the number itself says is as certain as the number, a colour as the share of the plate that has it. */
  readonly confidence: number
}

/** Finds plates in a picture. The kind comes from the number (new energy, police, learner …), else from the colour of the plate. */
export function readLicensePlates(reading: Reading, picture: Picture): Record<string, unknown> {
  const plates = linesAsGiven(reading).flatMap(({ text, probability, corners }) => {
    const number = plateNumberIn(text)
    if (number === '') return []
    const box = around(corners)
    const type = typeOfNumber(number) ?? typeOfColour(picture, box)
    return [
      {
        PlateNumber: number,
        Confidence: Number(probability.toFixed(4)),
        PlateType: type?.name ?? '',
        PlateTypeConfidence: Number((type?.confidence ?? 0).toFixed(4)),
        Roi: {
          X: Math.round(box.left),
          Y: Math.round(box.top),
          W: Math.round(box.right - box.left),
          H: Math.round(box.bottom - box.top),
        },
        Positions: corners.map(({ x, y }) => ({ X: Math.round(x), Y: Math.round(y) })),
      },
    ]
  })
  return { Plates: plates }
}

const SUFFIXES: Readonly<Record<string, string>> = {
  学: '教练车',
  挂: '挂车',
  警: '警车',
  港: '港澳车',
  澳: '港澳车',
  使: '使领馆车',
  领: '使领馆车',
}

function typeOfNumber(number: string): PlateType | undefined {
  const name = isNewEnergy(number) ? '新能源车' : SUFFIXES[number.slice(-1)]
  return name === undefined ? undefined : { name, confidence: 1 }
}

/** Blue plates are those of small cars, yellow ones of large vehicles. A grey plate says nothing. */
function typeOfColour({ width, height, data }: Picture, { left, top, right, bottom }: Rectangle): PlateType | undefined {
  let [blue, yellow, all] = [0, 0, 0]
  for (let y = Math.max(0, Math.round(top)); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, Math.round(left)); x < Math.min(width, right); x++) {
      const at = (y * width + x) * 4
      const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number]
      all++
      if (b > r + 40 && b > g + 20) blue++
      else if (r > b + 60 && g > b + 40) yellow++
    }
  }
  const [name, count] = blue > yellow ? ['小型汽车', blue] : ['大型汽车', yellow]
  return count > all / 4 ? { name, confidence: count / all } : undefined
}
