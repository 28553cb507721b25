import { type Context, context, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api'
import { checkNames, invalidOption } from '@x/credentials-core'

/** Where spans and metrics go. */
export interface TelemetryOptions {
  /** Makes the spans. Default: the one registered with `@opentelemetry/api`, even when that happens later. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Makes the metrics. Default: the one registered with `@opentelemetry/api`, even when that happens later. */
  readonly meterProvider?: MeterProvider | undefined
  /**
   * Finds the context that a call belongs to, whose span is the parent of the call's spans. Default: the active context, which takes a
   * registered context manager that follows promises.
   */
  readonly activeContext?: (() => Context) | undefined
}

/** The options with their defaults. Providers are looked up at each use, because the SDK may be registered after this. */
export interface Telemetry {
  readonly tracerProvider: () => TracerProvider
  readonly meterProvider: () => MeterProvider
  readonly activeContext: () => Context
}

export function readTelemetryOptions(options: TelemetryOptions): Telemetry {
  checkNames(options, { any: 'tracerProvider meterProvider activeContext' })
  const { tracerProvider, meterProvider, activeContext = () => context.active() } = options
  if (tracerProvider && typeof tracerProvider.getTracer !== 'function')
    throw invalidOption('tracerProvider', 'makes no tracers', 'Pass a TracerProvider of OpenTelemetry, or leave it out.')
  if (meterProvider && typeof meterProvider.getMeter !== 'function')
    throw invalidOption('meterProvider', 'makes no meters', 'Pass a MeterProvider of OpenTelemetry, or leave it out.')
  if (typeof activeContext !== 'function')
    throw invalidOption('activeContext', 'is not a function', 'Pass a function that gives a Context, or leave it out.')
  return {
    tracerProvider: () => tracerProvider ?? trace.getTracerProvider(),
    meterProvider: () => meterProvider ?? metrics.getMeterProvider(),
    activeContext,
  }
}
