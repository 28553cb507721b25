/**
 * What a caller should know of an operation beyond its schema: where the answer is, names that mislead, costs.
 * Each line becomes a paragraph of the doc comment. From sections 3 to 6 of the specification.
 */
export const NOTES: Readonly<Record<string, readonly string[]>> = {
  GetAsyncJobResult: [
    'A failed job is not an error of this call: `data.status` says how it went, `data.errorCode` and `data.errorMessage` say why. `data.result` is JSON text.',
    '`waitForJob` asks until the job has ended, throws for a failed one and parses the result. Addresses inside a result work for 30 minutes.',
  ],
  RecognizeBankCard: ['The answer is in `data`; `data.cardType` is `DC` for debit and `CC` for credit cards.'],
  RecognizeBusinessLicense: ['The answer is in `data`, with boxes of title, emblem, stamp and QR code beside the values.'],
  RecognizeCharacter: ['The lines are in `data.results`, each with its text and its box.'],
  RecognizeDriverLicense: [
    'The answer is in `data.faceResult` for the main page and in `data.backResult` for the second page, as `side` says.',
    'This is the licence of a person; `recognizeDrivingLicense` reads the certificate of a vehicle.',
  ],
  RecognizeDrivingLicense: [
    'The answer is in `data.faceResult` for the main page and in `data.backResult` for the second page, as `side` says.',
    'Despite its name this is the certificate of a vehicle; `recognizeDriverLicense` reads the licence of a person.',
  ],
  RecognizeIdentityCard: [
    'The answer is in `data.frontResult` for `side: "face"` (the portrait) and in `data.backResult` for `side: "back"` (the emblem).',
    'Only cards of residents of mainland China are read, not those of Hong Kong, Macao or Taiwan.',
  ],
  RecognizeLicensePlate: ['The plates are in `data.plates`. Also served in `cn-shenzhen`, for files there.'],
  RecognizePdf: ['The words are in `data.wordsInfo`.'],
  RecognizeQrCode: ['The answers are in `data.elements`, one for each task, with the address of its picture. Each task is billed.'],
  RecognizeQuotaInvoice: [
    'The values are in `data.content`, their places in `data.keyValueInfos`. Whether the invoice is genuine is not checked.',
  ],
  RecognizeTable: [
    'The cells are in `data.tables[].tableRows[].tableColumns[]`.',
    '`hasLine` means the reverse of its name: `true` says that the table has no lines. The answer is JSON whatever `outputFormat` says.',
  ],
  RecognizeTaxiInvoice: ['The texts are in `data.invoices[].items`. Whether the receipt is genuine is not checked.'],
  RecognizeTicketInvoice: ['The values are in `data.results[].content`. Whether the invoice is genuine is not checked.'],
  RecognizeTrainTicket: [
    'The answer is in `data`; `data.number` is the number of the train. Whether the ticket is genuine is not checked.',
  ],
  RecognizeVATInvoice: [
    'The values are in `data.content`, their boxes in `data.box`. Whether the invoice is genuine is not checked.',
    '`fileType` is always `jpg`, for a PDF file too.',
  ],
  RecognizeVINCode: ['The number is in `data.vinCode`.'],
  RecognizeVideoCharacter: [
    'Starts a job: the `requestId` of this answer is its id, and `waitForJob` waits for its outcome. `data` is empty here.',
    'Starting the same video again is billed again.',
  ],
  RecognizeVideoCastCrewList: ['Starts a job: the `requestId` of this answer is its id, and `waitForJob` waits for its outcome.'],
  TrimDocument: ['Starts a job: the `requestId` of this answer is its id, and `waitForJob` waits for its outcome.'],
}

/** What to use instead of a retired operation, as the end of its `@deprecated` line. */
export const SUCCESSORS: Readonly<Record<string, string>> = {
  DetectCardScreenshot: 'Nothing in this product replaces it.',
  RecognizeAccountPage: 'Use RecognizeHousehold of the newer product ocr-api (2021-07-07).',
  RecognizeBusinessCard: 'Use `recognizeCharacter`, which reads the text without sorting it.',
  RecognizeChinapassport: 'Use RecognizeChinesePassport of the newer product ocr-api (2021-07-07).',
  RecognizeIndonesiaIdentityCard: 'Use RecognizeInternationalIdcard of the newer product ocr-api (2021-07-07).',
  RecognizeMalaysiaIdentityCard: 'Use RecognizeInternationalIdcard of the newer product ocr-api (2021-07-07).',
  RecognizePassportMRZ: 'Use RecognizePassport of the newer product ocr-api (2021-07-07).',
  RecognizePoiName: 'Use `recognizeCharacter`, which reads the text without sorting it.',
  RecognizeRussiaIdentityCard: 'Use RecognizeInternationalIdcard of the newer product ocr-api (2021-07-07).',
  RecognizeStamp: 'Use `recognizeCharacter`, which reads text but does not look for stamps.',
  RecognizeStructuredTaxiInvoices:
    'Use `recognizeTaxiInvoice`. It lived in two releases, and its published answer is that of the business card.',
  RecognizeTakeoutOrder: 'Use `recognizeCharacter`, which reads the text without sorting it.',
  RecognizeTurkeyIdentityCard: 'Use RecognizeInternationalIdcard of the newer product ocr-api (2021-07-07).',
  RecognizeUkraineIdentityCard: 'Use RecognizeInternationalIdcard of the newer product ocr-api (2021-07-07).',
  RecognizeVerificationcode: 'Use `recognizeCharacter`, which reads the text.',
  RecognizeVideoCastCrewList: 'Use the operation of the same name of the product videorecog (2020-03-20).',
  RecognizeVietnamIdentityCard: 'Use RecognizeInternationalIdcard of the newer product ocr-api (2021-07-07).',
  TrimDocument: 'Use `recognizePdf`, `recognizeCharacter` or `recognizeTable`.',
}

/** Objects with members of these names and types mean the same wherever they are, and have one interface in each operation. */
export const SHAPES: Readonly<Record<string, { readonly name: string; readonly doc: string }>> = {
  'X:number,Y:number': { name: 'Point', doc: 'A point of the picture.' },
  'x:number,y:number': { name: 'Point', doc: 'A point of the picture.' },
  'Height:number,Left:number,Top:number,Width:number': { name: 'Rectangle', doc: 'An upright box in the picture.' },
  'KeyPoints:array,Score:number,Text:string': { name: 'Value', doc: 'One value of the card.' },
  'KeyPoints:array,Score:string,Text:string': { name: 'ValueWithScoreText', doc: 'One value of the card, whose score comes as text.' },
}
