import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { generatedFiles } from '../generate/generated-files.ts'
import { fileName, functionName, memberName } from '../generate/names.ts'
import { readSpec } from '../generate/spec.ts'

const packageFolder = new URL('..', import.meta.url)

it('the committed files are what the generator writes', () => {
  const files = generatedFiles()
  const stale = [...files].filter(([path, text]) => readFileSync(new URL(path, packageFolder), 'utf8') !== text)
  expect(stale.map(([path]) => path)).toEqual([])
  const operations = readdirSync(fileURLToPath(new URL('src/operations', packageFolder))).map((name) => `src/operations/${name}`)
  expect(operations.filter((path) => !files.has(path))).toEqual([])
})

it('members have the names of the one rule', () => {
  const names = ['JobId', 'ImageURL', 'ImageUrl', 'FileURL', 'IDNumber', 'QRCode', 'X', 'x', 'VinCode', 'QrCodesData']
  expect(names.map(memberName)).toEqual([
    'jobId',
    'imageURL',
    'imageUrl',
    'fileURL',
    'idNumber',
    'qrCode',
    'x',
    'x',
    'vinCode',
    'qrCodesData',
  ])
})

it('functions have the names of the official clients', () => {
  const methods = JSON.parse(readFileSync(new URL('spec/ocr20191230.json', packageFolder), 'utf8')) as {
    operations: { name: string; sdkMethod: string }[]
  }
  for (const { name, sdkMethod } of methods.operations) expect(functionName(name)).toBe(sdkMethod)
  expect(['RecognizeVATInvoice', 'RecognizeVINCode', 'RecognizePassportMRZ'].map(fileName)).toEqual([
    'recognize-vat-invoice',
    'recognize-vin-code',
    'recognize-passport-mrz',
  ])
})

it('every retired operation says what to use instead, and no current one is deprecated', () => {
  for (const { name, status } of readSpec().operations) {
    const text = readFileSync(new URL(`src/operations/${fileName(name)}.ts`, packageFolder), 'utf8')
    expect(/@deprecated Retired after version [\d.]+ .+\./.test(text), name).toBe(status === 'retired')
    expect(text.includes('@example'), name).toBe(status === 'current')
  }
})
