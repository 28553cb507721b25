import { invalidOption } from '@x/credentials-core'

/** @throws AlibabaCloudError `ERR_INVALID_OPTION` for a key or certificate that is no PEM, such as the path of one. */
export function checkPem(text: string | undefined, field: string): void {
  if (text !== undefined && !text.includes('-----BEGIN ')) {
    throw invalidOption(field, 'is not PEM text', 'Pass the text of the file, not its path.')
  }
}
