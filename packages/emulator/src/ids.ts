import { randomBytes, randomInt, randomUUID } from 'node:crypto'

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits for keys and secrets. */
export function randomText(length: number): string {
  return Array.from({ length }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('')
}

/** Digits for the numbers of accounts, users and roles; the first is not 0. */
export function randomDigits(length: number): string {
  return Array.from({ length }, (_, index) => String(index === 0 ? randomInt(1, 10) : randomInt(10))).join('')
}

/** The id of one request, in the form the services use: a UUID in capitals. */
export function newRequestId(): string {
  return randomUUID().toUpperCase()
}

/** A security token. Real ones begin with `CAIS` too; nobody may rely on it but the check for malformed tokens here. */
export function newSecurityToken(): string {
  return `CAIS${randomBytes(96).toString('base64')}`
}
