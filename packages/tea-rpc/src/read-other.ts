import type { FetchLikeResponse } from '@x/credentials-core'
import { endWith } from './end-with.ts'
import type { RpcRequest } from './rpc-client.ts'

/** The body of a success that is no JSON. `end` is called at the end of a stream. */
export async function readOther(answer: FetchLikeResponse, type: RpcRequest['responseType'], end: () => void): Promise<unknown> {
  if (type === 'stream') return answer.body && endWith(answer.body, end)
  return type === 'bytes' ? new Uint8Array(await answer.arrayBuffer()) : answer.text()
}
