import { createScriptedFetch, type ScriptedAnswer, type ScriptedFetch } from '@x/credentials-core/testing'

/** The fake clock starts at 2030-01-01T00:00:00Z. */
const START = Date.UTC(2030, 0, 1)

/** What a back end answers: keys that last 15 minutes from `now`, another pair each time. */
export function keysAnswer(count: number, now: number = START, changes: Record<string, unknown> = {}): ScriptedAnswer {
  return {
    body: {
      Code: 'Success',
      AccessKeyId: `STS.exampleKeyOfPage${count}`,
      AccessKeySecret: `exampleSecretOfPage${count}`,
      SecurityToken: `exampleTokenOfPage${count}`,
      Expiration: new Date(now + 900_000).toISOString(),
      ExpiresIn: 900,
      ...changes,
    },
  }
}

/** A back end that gives a new pair at each request. */
export function createBackend(now: () => number = () => START): ScriptedFetch {
  const fetch: ScriptedFetch = createScriptedFetch(() => keysAnswer(fetch.requests.length, now()))
  return fetch
}

/** What a promise rejects with. */
export function failure(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return work.then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
}

/** What a function throws. */
export function thrown(make: () => unknown): unknown {
  try {
    make()
  } catch (error) {
    return error
  }
  return undefined
}
