// A folder of invoices becomes a spreadsheet (XLSX) and a table for programs (CSV). The checkpoint remembers what was read: a second run,
// or one after a crash, pays only for what is new.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client as CredClient } from '@x/credentials'
import { renderTableCsv, tableFromRows } from '@x/ocr-view'
import { renderXlsx } from '@x/ocr-view/xlsx'
import { createOcrClient, fileFrom, recognizeVATInvoice } from '@x/ocr20191230'
import { planAll, recognizeAll } from '@x/ocr20191230/batch'
import readXlsxFile from 'read-excel-file/node'

const folder = process.argv[2] ?? fileURLToPath(new URL('invoices', import.meta.url))
const output = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'invoices-'))
const files = readdirSync(folder).sort()
const endpoint = process.env.OCR_ENDPOINT
const client = createOcrClient({ credential: new CredClient(), endpoint, openPlatformEndpoint: endpoint })

const options = {
  request: { fileType: 'jpg' },
  checkpoint: join(output, 'checkpoint.jsonl'),
  runtime: { fit: true, readTimeout: 600_000, deadline: 600_000 },
}
const inputs = () => files.map((name) => fileFrom(join(folder, name)))

const { calls, seconds } = await planAll(client, recognizeVATInvoice, inputs(), options)
console.log(`${files.length} files, ${calls} calls, ${seconds} s at least`)

const rows = [['file', 'code', 'number', 'date', 'payer', 'payee', 'amount', 'tax', 'problem']]
try {
  for await (const result of recognizeAll(client, recognizeVATInvoice, inputs(), options)) {
    const name = files[result.index] ?? ''
    if (result.ok) {
      const { invoiceCode, invoiceNo, invoiceDate, payerName, payeeName, invoiceAmount, taxAmount } = result.response.data?.content ?? {}
      rows.push([name, invoiceCode, invoiceNo, invoiceDate, payerName, payeeName, invoiceAmount, taxAmount, ''].map((text) => text ?? ''))
    } else rows.push([name, '', '', '', '', '', '', '', result.error.message])
  }
} finally {
  await client.close()
}

const table = tableFromRows(rows)
// The mark at the begin tells Excel that the file is UTF-8.
writeFileSync(join(output, 'invoices.csv'), renderTableCsv(table, { byteOrderMark: true }))
// Amounts can be added up there; codes and numbers of invoices stay text, with the zeros that they begin with.
const amounts = ['amount', 'tax'].map((name) => (rows[0] ?? []).indexOf(name))
const workbook = join(output, 'invoices.xlsx')
writeFileSync(workbook, await renderXlsx({ tables: [table], names: ['Invoices'], numbers: amounts }))

// What a spreadsheet sees.
for (const { sheet, data } of await readXlsxFile(readFileSync(workbook))) for (const row of data) console.log(sheet, JSON.stringify(row))
console.log(renderTableCsv(table))
