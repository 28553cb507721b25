import { isAlibabaCloudError } from '@x/credentials-core'

/** What went wrong, for a person who knows the page and not the code behind it. */
export function explain(error: unknown, picture: File): string {
  if (!isAlibabaCloudError(error)) return `${picture.name} could not be read. It may be no picture, or one of a kind that is not known.`
  switch (error.code) {
    case 'ERR_INPUT_LIMIT':
      return picture.size === 0
        ? `${picture.name} is empty. Choose another file.`
        : `${picture.name} has ${megabytes(picture.size)} MB, and at most 3 MB can be read. Make it smaller, then drop it again.`
    case 'ERR_CREDENTIALS_LOGIN_REQUIRED':
      return 'Your session has ended. Log in, then drop the picture again.'
    case 'ERR_CREDENTIALS_DENIED':
      return `This page may not read pictures: the server gives no keys to you at ${location.origin}.`
    case 'ERR_NETWORK':
      return navigator.onLine
        ? 'The server could not be reached. Try again in a moment.'
        : 'You are offline. Drop the picture again when you are back.'
    default:
      return error.message
  }
}

const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1)
