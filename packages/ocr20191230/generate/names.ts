/**
 * The one rule for names: the leading run of capitals is lowered; when the run is longer than one and a lower-case letter follows,
 * its last letter stays (`JobId` → `jobId`, `IDNumber` → `idNumber`, `QRCode` → `qrCode`, `ImageURL` → `imageURL`).
 */
export function memberName(wireName: string): string {
  return wireName.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (run) => run.toLowerCase())
}

/** `RecognizeVATInvoice` → `recognizeVATInvoice`, as in the official clients. */
export function functionName(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1)
}

/** `RecognizeVATInvoice` → `recognize-vat-invoice`. */
export function fileName(action: string): string {
  return action
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}
