import { readBankCard } from './documents/bank-card.ts'
import { readDriverLicense } from './documents/driver-license.ts'
import { readLicensePlates } from './documents/license-plate.ts'
import { readQuotaInvoice } from './documents/quota-invoice.ts'
import { readTaxiInvoices } from './documents/taxi-invoice.ts'
import { readTicketInvoices } from './documents/ticket-invoice.ts'
import { readTrainTicket } from './documents/train-ticket.ts'
import { readVehicleLicense } from './documents/vehicle-license.ts'
import { readVinCode } from './documents/vin-code.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { LIMITS } from './picture-limits.ts'
import { recognizeBusinessLicense } from './recognize-business-license.ts'
import { recognizeCharacter } from './recognize-character.ts'
import { cardOperation, documentOperation } from './recognize-document.ts'
import { recognizeIdentityCard } from './recognize-identity-card.ts'
import { recognizePdf } from './recognize-pdf.ts'
import { recognizeQrCode } from './recognize-qr-code.ts'
import { recognizeTable } from './recognize-table.ts'
import { recognizeVatInvoice } from './recognize-vat-invoice.ts'
import { recognizeVideoCharacter } from './recognize-video-character.ts'

/** Answers one operation with the wire form of its `Data`. */
export type Operation = (input: OcrInput, eyes: Eyes) => Promise<Record<string, unknown>>

/** Every current operation but GetAsyncJobResult, which reads no picture: jobs are kept by whoever serves the engine. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['RecognizeBankCard', documentOperation(LIMITS.anySize, readBankCard)],
  ['RecognizeBusinessLicense', recognizeBusinessLicense],
  ['RecognizeCharacter', recognizeCharacter],
  ['RecognizeDriverLicense', cardOperation(LIMITS.stated4, readDriverLicense)],
  ['RecognizeDrivingLicense', cardOperation(LIMITS.anySize, readVehicleLicense)],
  ['RecognizeIdentityCard', recognizeIdentityCard],
  ['RecognizeLicensePlate', documentOperation(LIMITS.stated4, readLicensePlates)],
  ['RecognizePdf', recognizePdf],
  ['RecognizeQrCode', recognizeQrCode],
  ['RecognizeQuotaInvoice', documentOperation(LIMITS.noGif4, readQuotaInvoice)],
  ['RecognizeTable', recognizeTable],
  ['RecognizeTaxiInvoice', documentOperation(LIMITS.anySize, readTaxiInvoices)],
  ['RecognizeTicketInvoice', documentOperation(LIMITS.noGif4, readTicketInvoices)],
  ['RecognizeTrainTicket', documentOperation(LIMITS.anySize, readTrainTicket)],
  ['RecognizeVATInvoice', recognizeVatInvoice],
  ['RecognizeVINCode', documentOperation(LIMITS.anySize, readVinCode)],
  ['RecognizeVideoCharacter', recognizeVideoCharacter],
])
