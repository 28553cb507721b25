import { AlibabaCloudError } from '@x/credentials-core'

/** Throws `ERR_RUNTIME_UNSUPPORTED`; `option` names what a caller can pass instead. */
export function unsupported(problem: string, option: string): never {
  throw new AlibabaCloudError(`This runtime ${problem}.`, {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: `Pass the option ${option}. On Deno and Bun, import the provider from @x/provider-profile/node.`,
  })
}
