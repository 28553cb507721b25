import type { FetchLikeResponse } from '@x/credentials-core'
import { badAnswer } from './bad-answer.ts'
import type { Config } from './config.ts'
import { loadRare } from './load-rare.ts'
import type { RpcRequest } from './rpc-client.ts'

/** The body of a success, as the request wants it. `end` is called at the end of a stream. */
export async function readAnswer(
  answer: FetchLikeResponse,
  { responseType, action }: RpcRequest,
  { bigints }: Config,
  host: string,
  end: () => void,
): Promise<unknown> {
  if (responseType && responseType !== 'json') return (await loadRare()).readOther(answer, responseType, end)
  const text = await answer.text()
  // Some operations answer with nothing at all, which stands for no members.
  if (text.trim() === '') return {}
  const rare = LONG_NUMBER.test(text) && (await loadRare())
  try {
    const value: unknown = JSON.parse(text)
    return rare ? rare.parseExact(text, bigints) : value
  } catch {
    // The parser's own error is left out: it quotes the body.
    throw badAnswer(action, host, 'that is not JSON')
  }
}

/**
 * Where a value begins, a number of 16 digits or more, or one with an exponent: nothing else is rounded, but for fractions. Account ids
 * are as long, but text: those in resource names follow a colon, too, but no key. No loop without bounds, which would run out of stack in a
 * long text.
 */
const LONG_NUMBER = /(?:^|[\s[,]|[\s"]:)-?(?:\d{16}|\d[\d.]{0,99}[eE]\+?\d)/
