export { createFakeClock, type FakeClock } from './testing/fake-clock.ts'
export { findCanary } from './testing/find-canary.ts'
export { lateness } from './testing/lateness.ts'
export { createScriptedFetch, type ScriptedAnswer, type ScriptedFetch, type ScriptedRequest } from './testing/scripted-fetch.ts'
