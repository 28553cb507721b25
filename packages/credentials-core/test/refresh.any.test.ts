import { describe, it } from 'vitest'
import { AlibabaCloudError, CredentialsError, cached, TransportError } from '../src/index.ts'
import { createFakeClock } from '../src/testing.ts'
import scenarios from './refresh-corpus.json' with { type: 'json' }
import { refreshSuite, type Scenario } from './refresh-suite.ts'

describe('cached, scenario by scenario', () => {
  refreshSuite({
    scenarios: scenarios as readonly Scenario[],
    cached,
    createFakeClock,
    errors: { AlibabaCloudError, CredentialsError, TransportError },
    test: (name, run) => it(name, { timeout: 60_000 }, run),
  })
})
