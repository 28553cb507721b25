import { describe, expect, it } from 'vitest'
import { hasVinCheckDigit, isBankCardNumber, isCreditCode, isIdNumber, isVinForm } from './check-digits.ts'

/** Every text that differs from the given one in one character, out of those that may stand there. */
function misread(text: string, alphabet: string): string[] {
  return [...text]
    .flatMap((_, at) => [...alphabet].map((char) => text.slice(0, at) + char + text.slice(at + 1)))
    .filter((other) => other !== text)
}

describe('check digits', () => {
  it.each(['330106199507030024', '310101199001010012', '11010519491231002X'])(
    'identity number %s is right, and no other digit makes it right',
    (number) => {
      expect(isIdNumber(number)).toBe(true)
      expect(misread(number.slice(0, 17), '0123456789').filter((other) => isIdNumber(other + number.slice(17)))).toEqual([])
    },
  )

  it.each(['91330106MA2H1DEF39', '91310000MA1K3BQ27W'])('credit code %s is right, and no other character makes it right', (code) => {
    expect(isCreditCode(code)).toBe(true)
    expect(misread(code, '0123456789ABCDEFGHJKLMNPQRTUWXY').filter(isCreditCode)).toEqual([])
  })

  it.each(['6217001234567890122', '6225880123456783'])('card number %s is right, and no other digit makes it right', (number) => {
    expect(isBankCardNumber(number)).toBe(true)
    expect(misread(number, '0123456789').filter(isBankCardNumber)).toEqual([])
  })

  it('knows the number of a vehicle by its form, and its check digit where there is one', () => {
    expect(['1M8GDM9AXKP042788', 'LSVAM4187C2184847'].map(hasVinCheckDigit)).toEqual([true, true])
    expect([isVinForm('WVWZZZ1JZ3W386752'), hasVinCheckDigit('WVWZZZ1JZ3W386752')]).toEqual([true, false])
    expect(['LSVAM4187C218484', 'LSVAM4I87C2184847', '12345678901234567', 'LSVAM4187C218484A'].map(isVinForm)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
