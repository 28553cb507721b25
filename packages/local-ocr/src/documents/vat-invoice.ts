import { amountFromWords, amountIn, amountInWords, pricedAmountIn } from '../fields/amounts.ts'
import { dateIn } from '../fields/dates.ts'
import { anywhere, boxOf, type Found, labelled, type ReadText, texts } from '../fields/found.ts'
import { checkCodeIn, invoiceCodeIn, invoiceNumberIn, numberBehindNo } from '../fields/invoice-numbers.ts'
import { type LabelledValue, type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { taxNumberIn } from '../fields/numbers.ts'
import { around, inOneRow, middleOf } from '../fields/rectangle.ts'
import { linesAsGiven, type Reading } from '../reading.ts'
import type { TextLine } from '../text-line.ts'
import { itemNames } from './item-names.ts'

type Key =
  | 'code'
  | 'number'
  | 'date'
  | 'check'
  | 'name'
  | 'taxNumber'
  | 'address'
  | 'bank'
  | 'total'
  | 'payee'
  | 'checker'
  | 'clerk'
  | 'sum'

const RULES: LabelRules<Key> = {
  labels: {
    code: ['发票代码'],
    number: ['发票号码'],
    date: ['开票日期'],
    check: ['校验码'],
    name: ['名称', '购买方名称', '销售方名称'],
    taxNumber: ['纳税人识别号', '统一社会信用代码/纳税人识别号', '统一社会信用代码'],
    address: ['地址、电话', '地址电话', '地址,电话'],
    bank: ['开户行及账号', '开户行及帐号'],
    total: ['合计'],
    payee: ['收款人'],
    checker: ['复核人', '复核'],
    clerk: ['开票人'],
    sum: ['价税合计(大写)', '价税合计'],
  },
}

/** Reads a VAT invoice, the forms with buyer above seller and those with both side by side. Boxes are in pixels of the picture given. */
export function readVatInvoice(reading: Reading): Record<string, unknown> {
  const { lines } = reading
  const values = labelledValues(lines, RULES)
  const [buyer, seller] = parties(values, lines)
  const [withoutTax, tax] = totals(lines, values)
  const found: Record<string, Found | undefined> = {
    InvoiceCode:
      labelled(values, 'code', invoiceCodeIn) ??
      anywhere(lines, (text) => (/^\s*\d{10}(?:\d\d)?\s*$/.test(text) ? invoiceCodeIn(text) : '')),
    InvoiceNo: labelled(values, 'number', invoiceNumberIn) ?? anywhere(lines, numberBehindNo),
    InvoiceDate: labelled(values, 'date', dateIn),
    AntiFakeCode: labelled(values, 'check', checkCodeIn),
    PayerName: labelled(buyer, 'name'),
    PayerRegisterNo: labelled(buyer, 'taxNumber', taxNumberIn),
    PayerAddress: labelled(buyer, 'address'),
    PayerBankName: labelled(buyer, 'bank'),
    PayeeName: labelled(seller, 'name'),
    PayeeRegisterNo: labelled(seller, 'taxNumber', taxNumberIn),
    PayeeAddress: labelled(seller, 'address'),
    PayeeBankName: labelled(seller, 'bank'),
    WithoutTaxAmount: withoutTax,
    TaxAmount: tax,
    SumAmount: anywhere(lines, amountInWords),
    InvoiceAmount: invoiceAmount(lines),
    Payee: labelled(values, 'payee'),
    Checker: labelled(values, 'checker'),
    Clerk: labelled(values, 'clerk'),
  }
  const items = itemNames(lines)
  return {
    Content: { ...texts(found), ItemName: items.map(({ text }) => text) },
    Box: boxes(found, items, reading),
  }
}

/** Labels right of the middle, or below the sum, are the seller's. */
function parties(values: readonly LabelledValue<Key>[], lines: readonly TextLine[]): [LabelledValue<Key>[], LabelledValue<Key>[]] {
  const sum = values.find(({ key }) => key === 'sum')
  const { left, right } = around(...lines.map(({ corners }) => corners))
  const isSeller = ({ label }: LabelledValue<Key>): boolean => {
    const { x, y } = middleOf(around(label.corners))
    return x > (left + right) / 2 || (sum !== undefined && y > middleOf(around(sum.label.corners)).y)
  }
  return [values.filter((value) => !isSeller(value)), values.filter(isSeller)]
}

/** The two amounts in the row of 合计, before tax and the tax; a single one is told by the headers of the columns. */
function totals(lines: readonly TextLine[], values: readonly LabelledValue<Key>[]): readonly [Found | undefined, Found | undefined] {
  const total = values.find(({ key }) => key === 'total')
  if (!total) return [undefined, undefined]
  const row = lines.filter(({ corners }) => inOneRow(around(corners), around(total.label.corners)))
  const [first, second] = row.flatMap((line) => all(line, pricedAmountIn))
  if (!first || second) return [first, second]
  const [net, tax] = [/^金额/, /^税额/].map((header) => lines.find(({ text }) => header.test(text.replace(/\s/g, ''))))
  if (!net || !tax) return [undefined, undefined]
  return distance(first.line, net) < distance(first.line, tax) ? [first, undefined] : [undefined, first]
}

/** Pixels between the middles of two lines along the row. */
function distance(a: TextLine, b: TextLine): number {
  return Math.abs(middleOf(around(a.corners)).x - middleOf(around(b.corners)).x)
}

/** The amount in figures stands behind the one in words; both say the same. */
function invoiceAmount(lines: readonly TextLine[]): Found | undefined {
  const labelledAmount = anywhere(lines, (text) => (/小写/.test(text) ? amountIn(text.slice(text.indexOf('小写') + 2)) : ''))
  if (labelledAmount) return labelledAmount
  const words = lines.find(({ text }) => amountInWords(text) !== '')
  const row = words ? lines.filter(({ corners }) => inOneRow(around(corners), around(words.corners))) : []
  const inFigures = anywhere(row, pricedAmountIn)
  if (inFigures || !words) return inFigures
  return { text: Number(amountFromWords(amountInWords(words.text))).toFixed(2), line: words }
}

/** Every amount of a line that has several. */
function all(line: TextLine, read: ReadText): Found[] {
  return line.text.split(/(?=[¥￥])/).flatMap((part) => {
    const text = read(part)
    return text ? [{ text, line }] : []
  })
}

const BOX_NAMES: Readonly<Record<string, string>> = {
  InvoiceNo: 'InvoiceNoes',
  AntiFakeCode: 'InvoiceFakeCodes',
  PayeeRegisterNo: 'PayeeRegisterNoes',
  PayerRegisterNo: 'PayerRegisterNoes',
  PayeeAddress: 'PayeeAddresses',
  PayerAddress: 'PayerAddresses',
}

function boxes(
  found: Readonly<Record<string, Found | undefined>>,
  items: readonly TextLine[],
  reading: Reading,
): Record<string, readonly number[]> {
  const box = (line: TextLine): readonly number[] => {
    const [given = line] = linesAsGiven({ ...reading, lines: [line] })
    return boxOf({ text: '', line: given })
  }
  const named = Object.entries(found).flatMap(([name, value]) => (value ? [[BOX_NAMES[name] ?? `${name}s`, box(value.line)] as const] : []))
  return { ...Object.fromEntries(named), ...(items.length > 0 ? { ItemNames: items.flatMap(box) } : {}) }
}
