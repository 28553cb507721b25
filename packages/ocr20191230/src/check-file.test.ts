import { describe, expect, it } from 'vitest'
import { readSpec } from '../generate/spec.ts'
import { type CheckedFile, checkFile, limitsOf } from './check.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'

const good: CheckedFile = { format: 'PNG', width: 100, height: 100, size: 1000 }
const refusal = (file: Partial<CheckedFile>, action = 'RecognizeCharacter'): unknown => {
  try {
    checkFile({ ...good, ...file }, action, 'imageURL')
    return undefined
  } catch (error) {
    return error
  }
}

describe('checkFile', () => {
  const current = readSpec().operations.filter(({ inputLimits }) => inputLimits)
  it.each(current.map(({ name, inputLimits }) => ({ name, inputLimits })))(
    'R90 $name: takes all that its page names, and not a byte or pixel more',
    ({ name, inputLimits }) => {
      if (!inputLimits) throw new Error('has limits')
      const { formats, maxBytes, sizeIsExclusive, minSidePxExclusive = 0, maxSidePxExclusive = 99_999 } = inputLimits
      const most = maxBytes - (sizeIsExclusive ? 1 : 0)
      const names = formats.map((format) => format.toUpperCase().replace('JPG', 'JPEG')) as NonNullable<CheckedFile['format']>[]
      for (const format of names) {
        const sides = { width: minSidePxExclusive + 1, height: maxSidePxExclusive - 1 }
        expect(refusal({ format, size: most, ...sides }, name), format).toBeUndefined()
      }
      const [format] = names
      expect(refusal({ format, size: most + 1 }, name)).toMatchObject({ code: 'ERR_INPUT_LIMIT', field: 'imageURL' })
      expect(refusal({ format: 'TIFF' }, name)).toMatchObject({ code: 'ERR_INPUT_LIMIT' })
      expect(refusal({ format: undefined }, name)).toMatchObject({ code: 'ERR_INPUT_LIMIT' })
      if (inputLimits.maxSidePxExclusive)
        expect(refusal({ format, width: maxSidePxExclusive }, name)).toMatchObject({ code: 'ERR_INPUT_LIMIT' })
      if (inputLimits.minSidePxExclusive)
        expect(refusal({ format, height: minSidePxExclusive }, name)).toMatchObject({ code: 'ERR_INPUT_LIMIT' })
    },
  )

  it.each([
    [
      { size: 3145729 },
      'The file in imageURL has 3145729 bytes, and RecognizeCharacter takes at most 3145728 (3 MB). Make it smaller, or pass fit: true.',
    ],
    [
      { format: 'PDF' },
      'The file in imageURL is of format PDF, and RecognizeCharacter takes BMP, GIF, JPEG or PNG. recognizePdf and recognizeVATInvoice take PDF files.',
    ],
    [
      { format: 'HEIC' },
      'The file in imageURL is of format HEIC, and RecognizeCharacter takes BMP, GIF, JPEG or PNG. Convert it, or pass fit: true.',
    ],
    [
      { format: undefined },
      'The file in imageURL is of no format that is known, and RecognizeCharacter takes BMP, GIF, JPEG or PNG. Pass a file of these formats.',
    ],
    [
      { width: 15 },
      'The file in imageURL has 15 x 100 pixels, and RecognizeCharacter takes no side under 16. A picture of at least 16 x 16 fits.',
    ],
    [
      { width: 8190, height: 4000 },
      'The file in imageURL has 8190 x 4000 pixels, and RecognizeCharacter takes no side over 4095. Scaled to 4095 x 2000 it fits: fit: true does that.',
    ],
  ] satisfies [Partial<CheckedFile>, string][])('says which limit %j breaks and what would fit', (file, message) => {
    expect(refusal(file)).toMatchObject({ message })
  })

  it.each([recognizeCharacter, 'recognizeCharacter', '', undefined])(
    'refuses %s, which would let everything pass, as the name of an operation',
    (action) => {
      expect(() => checkFile({ ...good, format: 'PDF' }, action as never)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'action' }),
      )
    },
  )

  it('judges no pixels that are not known, and nothing of a retired operation', () => {
    expect(refusal({ width: undefined, height: undefined, size: undefined })).toBeUndefined()
    expect(refusal({ format: undefined, size: 1e9 }, 'RecognizeStamp')).toBeUndefined()
    expect(limitsOf('RecognizeStamp')).toBeUndefined()
    expect(limitsOf(undefined)).toBeUndefined()
  })
})
