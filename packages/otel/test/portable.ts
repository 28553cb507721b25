import { createRpcClient } from '@x/tea-rpc'
import { createListener, observe } from '../src/index.ts'
import { recordTelemetry } from './recorded-telemetry.ts'

/** What a call that is tried again leaves behind, and what `observe` says where there are no channels. */
export async function observeOneCall(): Promise<string> {
  const { tracerProvider, meterProvider, spans, durations, counts, close } = recordTelemetry()
  const statuses = [503, 200]
  const client = createRpcClient({
    accessKeyId: 'LTAIexampleexample01',
    accessKeySecret: 'exampleSecretExample',
    endpoint: 'thing.example.com',
    fetch: async () => new Response('{"Code":"ServiceUnavailable"}', { status: statuses.shift() ?? 500 }),
    sleep: async () => {},
    onEvent: createListener({ tracerProvider, meterProvider }),
  })
  await client.request({ action: 'DescribeThing', version: '2024-01-01' })
  const seen = {
    spans: spans().map(({ name, attributes }) => [name, attributes['http.response.status_code'], attributes['error.type'] ?? null]),
    calls: (await durations('rpc.client.call.duration')).map(({ value }) => value.count),
    retries: await counts('alibaba_cloud.client.retries', 'rpc.method'),
    observe: observeNothing(),
  }
  await close()
  return JSON.stringify(seen)
}

function observeNothing(): string {
  try {
    observe()()
    return 'works'
  } catch (error) {
    return (error as { code: string }).code
  }
}
