import { amountIn } from '../fields/amounts.ts'
import { dateIn } from '../fields/dates.ts'
import { anywhere, keyValueInfos, labelled, texts } from '../fields/found.ts'
import { checkCodeIn, invoiceCodeIn, invoiceNumberIn } from '../fields/invoice-numbers.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import { taxNumberIn } from '../fields/numbers.ts'
import { around, cornersOf } from '../fields/rectangle.ts'
import type { Reading } from '../reading.ts'
import type { TextLine } from '../text-line.ts'
import { pageFrame } from './page-frame.ts'
import { splitByHeading } from './split-by-heading.ts'

type Key = 'code' | 'number' | 'date' | 'check' | 'payee' | 'payeeNumber' | 'payer' | 'payerNumber' | 'sum'

const RULES: LabelRules<Key> = {
  labels: {
    code: ['发票代码'],
    number: ['发票号码'],
    date: ['开票日期'],
    check: ['校验码'],
    payee: ['销售方名称', '销货单位', '收款单位'],
    payeeNumber: ['销售方识别号', '销售方纳税人识别号', '纳税人识别号', '税号'],
    payer: ['购买方名称', '购货单位', '付款单位'],
    payerNumber: ['购买方识别号', '购买方纳税人识别号'],
    sum: ['合计金额(小写)', '价税合计(小写)', '小写', '合计金额'],
  },
  multiline: ['payee', 'payer'],
}

/** Reads the invoices printed on a paper roll that a picture shows. Without the word 发票 there is none. */
export function readTicketInvoices(reading: Reading): Record<string, unknown> {
  const parts = splitByHeading(reading.lines, (text) => /发票/.test(text) && !/代码|号码|[:：]/.test(text))
  const Results = parts.map((lines, at) => ({ Index: at + 1, ...readRoll(lines) }))
  return { ...pageFrame(reading), Count: Results.length, Results }
}

function readRoll(lines: readonly TextLine[]): Record<string, unknown> {
  const values = labelledValues(lines, RULES)
  const found = {
    InvoiceCode: labelled(values, 'code', invoiceCodeIn),
    InvoiceNumber: labelled(values, 'number', invoiceNumberIn),
    InvoiceDate: labelled(values, 'date', dashedDate),
    AntiFakeCode: labelled(values, 'check', checkCodeIn),
    PayeeName: labelled(values, 'payee'),
    PayeeRegisterNo: labelled(values, 'payeeNumber', taxNumberIn),
    PayerName: labelled(values, 'payer'),
    PayerRegisterNo: labelled(values, 'payerNumber', taxNumberIn),
    SumAmount: labelled(values, 'sum', signedAmount),
  }
  const type = anywhere(lines, (text) => (/发票/.test(text) && !/代码|号码|[:：]/.test(text) ? text : ''))
  return {
    Type: type?.text ?? '',
    SliceRectangle: cornersOf(around(...lines.map(({ corners }) => corners))).map(({ x, y }) => ({ X: Math.round(x), Y: Math.round(y) })),
    Content: texts(found),
    KeyValueInfos: keyValueInfos(found),
  }
}

function dashedDate(text: string): string {
  return dateIn(text).replace(/^(\d{4})(\d\d)/, '$1-$2-')
}

/** With the currency sign in front if that is printed. */
function signedAmount(text: string): string {
  const amount = amountIn(text)
  return amount && /[¥￥]/.test(text) ? `￥${amount}` : amount
}
