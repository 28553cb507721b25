import { invalidOption } from '@x/credentials-core'

/** Refuses an option that is there and no text. Throws `ERR_INVALID_OPTION`. */
export function checkText(name: string, value: string | undefined): void {
  if (value !== undefined && typeof value !== 'string') throw invalidOption(name, 'is not text', 'Pass a string, or leave it out.')
}
