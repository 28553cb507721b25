import { AlibabaCloudError } from '@x/credentials-core'
import type { OnRpcEvent } from '@x/tea-rpc'

/** Channels exist on Node only; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export function subscribe(_listener: OnRpcEvent): () => void {
  throw new AlibabaCloudError('Clients can be observed all at once on Node only.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: 'Give createListener() of @x/otel to each client: createRpcClient({ onEvent: createListener() }).',
  })
}
