import type { Counter, Histogram, MeterProvider } from '@opentelemetry/api'
import type { OnRpcEvent } from '@x/tea-rpc'
import { callAttributes, errorAttributes, outcomeAttributes, providerAttributes, seconds } from './event-attributes.ts'
import { SCOPE } from './instrumentation-scope.ts'
import { perProvider } from './per-provider.ts'
import type { Telemetry } from './telemetry-options.ts'

/** Boundaries in seconds that the conventions recommend for calls. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

interface Instruments {
  readonly calls: Histogram
  readonly retries: Counter
  readonly clockCorrections: Counter
  readonly resolves: Histogram
  readonly refreshes: Counter
  readonly stale: Counter
}

/** Measures and counts. */
export function recordMetrics({ meterProvider }: Telemetry): OnRpcEvent {
  const current = perProvider(meterProvider, createInstruments)
  return (event) => {
    const { calls, retries, clockCorrections, resolves, refreshes, stale } = current()
    switch (event.type) {
      case 'attempt':
        return calls.record(seconds(event.ms), { ...callAttributes(event), ...outcomeAttributes(event) })
      case 'retry':
        return retries.add(1, { ...callAttributes(event), ...errorAttributes(event), 'alibaba_cloud.retry.reason': event.reason })
      case 'skew':
        return clockCorrections.add(1, callAttributes(event))
      case 'resolve':
        return resolves.record(seconds(event.ms), { ...providerAttributes(event), ...errorAttributes(event) })
      case 'refresh':
        return refreshes.add(1, providerAttributes(event))
      case 'stale':
        return stale.add(1, providerAttributes(event))
    }
  }
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(...SCOPE)
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: BOUNDARIES } })
  const count = (name: string, unit: string, description: string): Counter => meter.createCounter(name, { description, unit })
  return {
    calls: duration('rpc.client.call.duration', 'Duration of the requests to services, each attempt for itself.'),
    retries: count('alibaba_cloud.client.retries', '{retry}', 'Calls that were tried again.'),
    clockCorrections: count(
      'alibaba_cloud.client.clock_corrections',
      '{correction}',
      'Differences found between the clocks of a service and here.',
    ),
    resolves: duration('alibaba_cloud.credentials.resolve.duration', 'How long calls waited for credentials.'),
    refreshes: count('alibaba_cloud.credentials.refreshes', '{refresh}', 'Times that a client got other credentials than before.'),
    stale: count('alibaba_cloud.credentials.stale_uses', '{use}', 'Times that a client got credentials whose time was over.'),
  }
}
