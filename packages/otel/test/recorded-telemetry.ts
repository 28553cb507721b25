import type { Attributes, HrTime, MeterProvider as MeterProviderApi, TracerProvider } from '@opentelemetry/api'
import {
  AggregationTemporality,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** The real SDK, and what it would have exported. */
export interface RecordedTelemetry {
  readonly tracerProvider: TracerProvider
  readonly meterProvider: MeterProviderApi
  readonly spans: () => ReadableSpan[]
  /** Each instrument by its name. */
  readonly metrics: () => Promise<Record<string, MetricData>>
  /** Sums of a counter by one attribute. */
  readonly counts: (name: string, by: string) => Promise<Record<string, number>>
  /** Points of a histogram. */
  readonly durations: (name: string) => Promise<{ readonly attributes: Attributes; readonly value: Histogram }[]>
  readonly close: () => Promise<void>
}

export function recordTelemetry(sampler?: Sampler): RecordedTelemetry {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)], ...(sampler && { sampler }) })
  const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  // Exported when a test asks, and not by the clock.
  const reader = new PeriodicExportingMetricReader({ exporter: memory, exportIntervalMillis: 2 ** 30 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const metrics = async (): Promise<Record<string, MetricData>> => {
    memory.reset()
    await reader.forceFlush()
    const all = memory.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    return Object.fromEntries(all.map((metric) => [metric.descriptor.name, metric]))
  }
  const points = async (name: string) => (await metrics())[name]?.dataPoints ?? []
  return {
    tracerProvider,
    meterProvider,
    spans: () => exporter.getFinishedSpans(),
    metrics,
    counts: async (name, by) =>
      Object.fromEntries((await points(name)).map(({ attributes, value }) => [`${attributes[by]}`, value as number])),
    durations: async (name) => (await points(name)).map(({ attributes, value }) => ({ attributes, value: value as Histogram })),
    close: async () => {
      await tracerProvider.shutdown()
      await meterProvider.shutdown()
    },
  }
}

/** Milliseconds since 1970. */
export function milliseconds([whole, nanoseconds]: HrTime): number {
  return whole * 1000 + nanoseconds / 1e6
}
