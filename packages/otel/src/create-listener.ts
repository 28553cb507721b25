import { diag } from '@opentelemetry/api'
import type { OnRpcEvent } from '@x/tea-rpc'
import { recordMetrics } from './record-metrics.ts'
import { recordSpans } from './record-spans.ts'
import { readTelemetryOptions, type TelemetryOptions } from './telemetry-options.ts'

/**
 * Makes a listener that turns the events of a client into spans and metrics, for `onEvent` of `createRpcClient`. It works on every
 * runtime. It never throws: what goes wrong in the SDK is told to the `diag` logger of OpenTelemetry.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used.
 * @example
 * const client = createRpcClient({ credential, endpoint: 'sts.aliyuncs.com', onEvent: createListener() })
 */
export function createListener(options: TelemetryOptions = {}): OnRpcEvent {
  const telemetry = readTelemetryOptions(options)
  const recorders = [recordSpans(telemetry), recordMetrics(telemetry)]
  return (event) => {
    for (const record of recorders) {
      try {
        record(event)
      } catch (error) {
        // A subscriber of a channel that throws ends the process.
        diag.error(`@x/otel could not record an event of type ${event.type}.`, error)
      }
    }
  }
}
