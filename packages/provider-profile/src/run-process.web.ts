import { AlibabaCloudError } from '@x/credentials-core'
import type { RunProcess } from './run-process.ts'

/** Programs are run on Node, and through the `./node` entry on Deno and Bun; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export const runProcess: RunProcess = async () => {
  throw new AlibabaCloudError('This runtime cannot run programs.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: 'Pass the option runProcess. On Deno and Bun, import the provider from @x/provider-profile/node.',
  })
}
