import type { FetchLikeResponse } from '@x/credentials-core'
import { endWith } from './end-with.ts'
import type { RpcRequest } from './rpc-client.ts'

/** The body of a success that is no JSON. `end` is called at the end of a stream. */
export async function readOther(answer: FetchLikeResponse, type: RpcRequest['responseType'], end: () => void): Promise<unknown> {
  // Some platforms have no streams, and no answer without a body has one: it is read to its end, which ends its time limit, too.
  if (type === 'stream') return endWith(answer.body ?? (new Response(await answer.arrayBuffer()).body as ReadableStream<Uint8Array>), end)
  return type === 'bytes' ? new Uint8Array(await answer.arrayBuffer()) : answer.text()
}
