const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECKS = '10X98765432'

/** Whether 18 characters are an identity number of GB 11643: its last character is computed from the others. */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{5}(?:19|20)\d{9}[\dX]$/.test(text)) return false
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return ID_CHECKS[sum % 11] === text[17]
}

const CREDIT_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Whether 18 characters are a unified social credit code of GB 32100, by its last character. */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false
  let [sum, weight] = [0, 1]
  for (const char of text.slice(0, 17)) {
    sum += CREDIT_CHARACTERS.indexOf(char) * weight
    weight = (weight * 3) % 31
  }
  return CREDIT_CHARACTERS[(31 - (sum % 31)) % 31] === text[17]
}

/** Whether 16 to 19 digits are the number of a bank card (ISO/IEC 7812): doubling every second one from the right sums to a multiple of ten. */
export function isBankCardNumber(text: string): boolean {
  if (!/^[2-9]\d{15,18}$/.test(text)) return false
  const sum = [...text].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const VIN_VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  ['A1J1', 'B2K2S2', 'C3L3T3', 'D4M4U4', 'E5N5V5', 'F6W6', 'G7P7X7', 'H8Y8', 'R9Z9'].flatMap((pairs) =>
    (pairs.match(/../g) ?? []).map((pair) => [pair.charAt(0), Number(pair.charAt(1))]),
  ),
)
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** Whether 17 characters have the form of a vehicle identification number (GB 16735): no I, O or Q, digits at the end. */
export function isVinForm(text: string): boolean {
  return /^[A-HJ-NPR-Z0-9]{13}\d{4}$/.test(text) && /[A-Z]/.test(text)
}

/** Whether the ninth character is the check digit of the others. Vehicles made for Europe have none. */
export function hasVinCheckDigit(text: string): boolean {
  if (!isVinForm(text)) return false
  const sum = VIN_WEIGHTS.reduce((total, weight, at) => {
    const char = text.charAt(at)
    return total + weight * (VIN_VALUES[char] ?? Number(char))
  }, 0)
  return '0123456789X'[sum % 11] === text[8]
}
