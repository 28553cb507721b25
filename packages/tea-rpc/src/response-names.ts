/**
 * The name a response member has here: the leading run of capitals is lowered; when the run is longer than one and a lower-case
 * letter follows, its last letter stays (`JobId` → `jobId`, `IDNumber` → `idNumber`, `QRCode` → `qrCode`, `ImageURL` → `imageURL`).
 */
export function responseName(wireName: string): string {
  return wireName.replace(LEADING_CAPITALS, (run) => run.toLowerCase())
}

/** The wire name of a request member: a capital first letter. Names for which that is wrong stand in the operation's `names`. */
export function wireName(member: string): string {
  return member.charAt(0).toUpperCase() + member.slice(1)
}

const LEADING_CAPITALS = /^[A-Z](?:[A-Z]*(?=[A-Z][a-z])|[A-Z]*)/
