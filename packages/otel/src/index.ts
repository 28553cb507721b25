export { createListener } from './create-listener.ts'
export { observe } from './observe.ts'
export type { TelemetryOptions } from './telemetry-options.ts'
