import { subscribe } from '#subscribe'
import { createListener } from './create-listener.ts'
import type { TelemetryOptions } from './telemetry-options.ts'

/**
 * Turns what all clients of this process do, those made earlier included, into spans and metrics, until the function that it gives is
 * called. Works on Node, where the clients tell of it on `diagnostics_channel`; elsewhere give `createListener()` to each client. Call it once:
 * a second one records everything twice.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an option that cannot be used; `ERR_RUNTIME_UNSUPPORTED` elsewhere than on Node.
 * @example
 * const stop = observe()
 * process.once('SIGTERM', stop)
 */
export function observe(options: TelemetryOptions = {}): () => void {
  return subscribe(createListener(options))
}
