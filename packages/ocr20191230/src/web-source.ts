import type { RpcClient, RuntimeOptions } from '@x/tea-rpc'
import { download } from './download.ts'
import type { FileInput } from './file-input.ts'
import type { FileSource } from './file-source.ts'

/** A web address as a file that is downloaded when it is read; `undefined` for what is no web address. */
export function webSource(rpc: RpcClient, file: FileInput, field: string, runtime: RuntimeOptions): FileSource | undefined {
  const address = file instanceof URL ? file.href : file
  if (typeof address !== 'string' || !/^https?:/i.test(address)) return undefined
  return {
    replayable: true,
    limitsTime: true,
    open: () => {
      const reader = download(rpc, address, field, runtime).then((body) => body.getReader())
      return { next: async () => (await reader).read(), stop: async () => (await reader).cancel() }
    },
  }
}
