import { amountFromWords, amountIn, amountInWords, pricedAmountIn } from '../fields/amounts.ts'
import { anywhere, type Found, keyValueInfos, labelled, texts } from '../fields/found.ts'
import { invoiceCodeIn, invoiceNumberIn } from '../fields/invoice-numbers.ts'
import { type LabelRules, labelledValues } from '../fields/labelled-values.ts'
import type { Reading } from '../reading.ts'
import { pageFrame } from './page-frame.ts'

type Key = 'code' | 'number' | 'amount'

const RULES: LabelRules<Key> = {
  labels: { code: ['发票代码'], number: ['发票号码'], amount: ['金额', '票面金额', '人民币'] },
  inline: true,
}

/** Reads a fixed-amount invoice, whose amount may be printed in words only. `InvoiceDetails` is its heading. */
export function readQuotaInvoice(reading: Reading): Record<string, unknown> {
  const values = labelledValues(reading.lines, RULES)
  const amount =
    anywhere(reading.lines, pricedAmountIn) ??
    labelled(values, 'amount', amountIn) ??
    anywhere(reading.lines, (text) => amountFromWords(amountInWords(text))) ??
    anywhere(reading.lines, (text) => (/^\d+(?:\.\d\d)?元$/.test(text.trim()) ? amountIn(text) : ''))
  const found: Record<'InvoiceCode' | 'InvoiceNo' | 'InvoiceAmount' | 'SumAmount' | 'InvoiceDetails', Found | undefined> = {
    InvoiceCode: labelled(values, 'code', invoiceCodeIn),
    InvoiceNo: labelled(values, 'number', invoiceNumberIn),
    InvoiceAmount: amount && { ...amount, text: amount.text.replace(/\.0+$/, '') },
    SumAmount: amount && { ...amount, text: Number(amount.text).toFixed(2) },
    InvoiceDetails: anywhere(reading.lines, (text) => (/发票|票据/.test(text) && !/代码|号码|[:：]/.test(text) ? text : '')),
  }
  return { ...pageFrame(reading), Angle: reading.turn, Content: texts(found), KeyValueInfos: keyValueInfos(found) }
}
