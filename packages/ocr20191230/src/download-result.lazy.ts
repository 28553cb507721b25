import { loadPart } from '@x/credentials-core'
import type { DownloadOptions } from './download-result.ts'
import type { OcrClient } from './ocr-client.ts'

/**
 * Downloads what a link in the result of a job leads to, by the connection settings of the client. Such links work for 30 minutes.
 *
 * Takes `https:` addresses, `http:` ones of `aliyuncs.com` (asked by https) and of this machine. The code is loaded at the first use.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for another address, `ERR_BAD_RESPONSE` for another status than 200, `ERR_TOO_LARGE` above
 * `maxBytes`, `ERR_INPUT_LIMIT` when there is nothing, and what calls throw.
 * @example
 * const bytes = await downloadResult(client, link)
 */
export async function downloadResult(
  client: Pick<OcrClient, 'rpc'>,
  address: string | URL,
  options?: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { downloadResult: load } = await loadPart(() => import('#downloads'))
  return load(client, address, options)
}
