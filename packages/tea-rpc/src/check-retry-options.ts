import { invalidOption } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'

/** Refuses numbers of attempts and policies that mean nothing. */
export function checkRetryOptions({ maxAttempts, backoffPolicy }: RuntimeOptions): void {
  if (maxAttempts === 0) throw invalidOption('maxAttempts', 'is 0', 'It counts every request, the first included.')
  if (backoffPolicy && !/^(no|fixed|random|exponential|exponential_random)$/.test(backoffPolicy)) {
    throw invalidOption('backoffPolicy', 'is not known', 'Use no, fixed, random, exponential or exponential_random.')
  }
}
