import { invalidOption } from '@x/credentials-core'

/** The parts of an address. The parser's own error is left out: it quotes the address, which may hold a token. */
export function readUrl(address: string): URL {
  try {
    return new URL(address)
  } catch {
    throw invalidOption('url', 'is not a web address', 'Pass one such as https://host/path.')
  }
}
