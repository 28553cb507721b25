import { type AlibabaCloudError, type FetchLikeResponse, TransportError } from '@x/credentials-core'
import { parseJson } from './parse-json.ts'
import type { RpcRequest } from './rpc-client.ts'

/** The body of a success, as the request wants it. */
export async function readAnswer(answer: FetchLikeResponse, request: RpcRequest, host: string): Promise<unknown> {
  switch (request.responseType) {
    case 'stream':
      return answer.body
    case 'bytes':
      return new Uint8Array(await answer.arrayBuffer())
    case 'text':
      return answer.text()
    default:
      return parseAnswer(await answer.text(), request, host)
  }
}

/** Some operations answer with nothing at all, which stands for no members. */
function parseAnswer(text: string, request: RpcRequest, host: string): unknown {
  if (text.trim() === '') return {}
  try {
    return parseJson(text)
  } catch {
    throw badAnswer(request.action, host, 'that is not JSON')
  }
}

/** The parser's own error is left out: it quotes the body. */
export function badAnswer(action: string, host: string, problem: string): AlibabaCloudError {
  return new TransportError(`${action} got an answer of ${host} ${problem}.`, { code: 'ERR_BAD_RESPONSE', host, retryable: true })
}
