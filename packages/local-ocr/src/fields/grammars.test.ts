import { describe, expect, it } from 'vitest'
import { amountFromWords, amountIn, amountInWords, pricedAmountIn } from './amounts.ts'
import { dateIn, datesIn } from './dates.ts'
import { halfWidth } from './half-width.ts'
import { checkCodeIn, invoiceCodeIn, invoiceNumberIn, numberBehindNo } from './invoice-numbers.ts'
import { bankCardNumberIn, idNumberIn, registerNumberIn, taxNumberIn, vinIn } from './numbers.ts'
import { isNewEnergy, plateNumberIn } from './plate-numbers.ts'

describe('dates', () => {
  it.each([
    ['2024年2月29日', '20240229'],
    ['1995 年 7 月 3 日', '19950703'],
    ['2015.03.18', '20150318'],
    ['签发于２０１５－０３－１８', '20150318'],
    ['20240229', '20240229'],
    ['2023-02-29', ''],
    ['2023-13-01', ''],
    ['12024-01-012', ''],
    ['电话 20241301', ''],
  ])('%s is %s', (text, date) => expect(dateIn(text)).toBe(date))

  it('finds both ends of a period', () => {
    expect(datesIn('自2013年04月09日至2033年04月08日')).toEqual(['20130409', '20330408'])
    expect(datesIn('2015.03.18-2035.03.18')).toEqual(['20150318', '20350318'])
  })
})

describe('amounts', () => {
  it.each([
    ['¥1,234.50', '1234.50'],
    ['￥ 35.00元', '35.00'],
    ['1 234.5', '1234.5'],
    ['20', '20'],
    ['-106.00', '-106.00'],
    ['贰拾元', ''],
  ])('%s is %s', (text, amount) => expect(amountIn(text)).toBe(amount))

  it('takes a priced amount only behind a currency sign', () => {
    expect([pricedAmountIn('合计 ¥100.00'), pricedAmountIn('100.00'), pricedAmountIn('Year 2024')]).toEqual(['100.00', '', ''])
  })

  it.each([
    ['贰拾元整', '20'],
    ['壹佰零陆圆整', '106'],
    ['壹万叁仟伍佰陆拾圆整', '13560'],
    ['参拾伍圆整', '35'],
    ['拾元', '10'],
    ['壹仟零伍元叁角贰分', '1005.32'],
    ['叁亿零伍拾万元整', '300500000'],
  ])('%s is %s in figures', (words, amount) => expect(amountFromWords(amountInWords(words))).toBe(amount))

  it('finds no words where there are none', () => expect([amountInWords('元旦'), amountFromWords('')]).toEqual(['', '']))
})

describe('numbers', () => {
  it('gives identity, card and credit numbers only with a right check digit', () => {
    expect(idNumberIn('公民身份号码 330106 19950703 0024')).toBe('330106199507030024')
    expect(idNumberIn('330106199507030025')).toBe('')
    expect(idNumberIn('11010519491231002x')).toBe('11010519491231002X')
    expect(bankCardNumberIn('6217 0012 3456 7890 122')).toBe('6217001234567890122')
    expect(bankCardNumberIn('6217 0012 3456 7890 123')).toBe('')
    expect(bankCardNumberIn('6225 8801 2345 6783 08/31')).toBe('6225880123456783')
    expect(bankCardNumberIn('62170012345678901220')).toBe('')
    expect(registerNumberIn('91330106MA2H1DEF39')).toBe('91330106MA2H1DEF39')
    expect(registerNumberIn('9133O106MA2H1DEF39')).toBe('91330106MA2H1DEF39')
    expect(registerNumberIn('91330106MA2H1DEF38')).toBe('')
    expect(registerNumberIn('310106600123456')).toBe('310106600123456')
  })

  it('reads the number of a vehicle in spite of I, O and Q, and of what stands beside it', () => {
    expect(vinIn('VINLSVAM4I87C2184847')).toBe('LSVAM4187C2184847')
    expect(vinIn('*LSVAM4187C2184847*')).toBe('LSVAM4187C2184847')
    expect(vinIn('WVWZZZ1JZ3W386752')).toBe('WVWZZZ1JZ3W386752')
    expect(['no number 1234', 'IssueDate2020-01-08', 'ISSUEDATE 2020-01-08'].map(vinIn)).toEqual(['', '', ''])
  })

  it('takes tax numbers of 15 to 20 characters that are mostly digits', () => {
    expect([
      taxNumberIn('91310000MA1K3BQ27W'),
      taxNumberIn('330106123456789'),
      taxNumberIn('ABCDEFGHIJKLMNOP'),
      taxNumberIn('12345'),
    ]).toEqual(['91310000MA1K3BQ27W', '330106123456789', '', ''])
  })

  it('knows the parts of an invoice by their lengths', () => {
    expect([invoiceCodeIn('031001900211'), invoiceCodeIn('3100153130'), invoiceCodeIn('03100190021')]).toEqual([
      '031001900211',
      '3100153130',
      '',
    ])
    expect([invoiceNumberIn('00000003'), invoiceNumberIn('24312000000012345678'), invoiceNumberIn('0000003')]).toEqual([
      '00000003',
      '24312000000012345678',
      '',
    ])
    expect([checkCodeIn('10203 04050 60708 09010'), numberBehindNo('No 08712345'), numberBehindNo('08712345')]).toEqual([
      '10203040506070809010',
      '08712345',
      '',
    ])
  })
})

describe('plates', () => {
  it.each([
    ['沪B·67890', '沪B67890'],
    ['沪 B 6789O', '沪B67890'],
    ['京AD12345', '京AD12345'],
    ['京A·1234警', '京A1234警'],
    ['粤Z12A4港', '粤Z12A4港'],
    ['号牌号码沪A12345', '沪A12345'],
    ['停车场B12345', ''],
    ['沪12345', ''],
  ])('%s is %s', (text, plate) => expect(plateNumberIn(text)).toBe(plate))

  it('tells new energy by the eighth character', () => {
    expect(['京AD12345', '京A12345D', '京A12345', '京A1234警'].map(isNewEnergy)).toEqual([true, true, false, false])
  })
})

it('halfWidth keeps places', () => {
  expect(halfWidth('￥１２．３０　ＡＢ：住')).toBe('¥12.30 AB:住')
})
