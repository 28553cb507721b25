import { AlibabaCloudError, invalidOption, isLoopback } from '@x/credentials-core'
import type { RpcClient, RuntimeOptions } from '@x/tea-rpc'

/**
 * The content behind a web address, by the client's own transport: its proxies and TLS settings hold, redirects are not followed.
 *
 * @param field What holds the address, for errors. The address itself may be signed, so no error quotes it.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an address that is not taken, `ERR_BAD_RESPONSE` for another status than 200.
 */
export async function download(
  rpc: RpcClient,
  address: string,
  field: string,
  runtime: RuntimeOptions,
): Promise<ReadableStream<Uint8Array>> {
  const url = safeUrl(address, field)
  const init = runtime.signal ? { signal: runtime.signal } : {}
  const answer = await rpc.transport(runtime)(url.href, { method: 'GET', ...init })
  if (answer.status === 200) return answer.body ?? new Blob([]).stream()
  answer.text().catch(() => {})
  const { status } = answer
  throw new AlibabaCloudError(`${url.host} answered the download with status ${status}.`, {
    code: 'ERR_BAD_RESPONSE',
    field,
    retryable: status >= 500 || status === 429,
    hint:
      status === 403 || status === 404
        ? 'Signed addresses and results of jobs are valid for a short time, results for 30 minutes.'
        : undefined,
  })
}

/** https, or http to this machine. The platform's own http addresses are asked by https. */
function safeUrl(address: string, field: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw invalidOption(field, 'is not a web address', 'Pass an https address.')
  if (url.username || url.password) throw invalidOption(field, 'holds a user name or password', 'Leave it out.')
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return url
  if (!/\.aliyuncs\.com$/.test(url.hostname) || url.port)
    throw invalidOption(field, 'is not an https address', 'http is taken from this machine only.')
  url.protocol = 'https:'
  return url
}
