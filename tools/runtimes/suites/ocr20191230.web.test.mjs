import { fileFrom } from '@x/ocr20191230'
import { expect, it } from 'vitest'

it('fileFrom says what to use where there are no files', () => {
  expect(() => fileFrom('/a.png')).toThrow(
    expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED', hint: expect.stringContaining('/node') }),
  )
})
