import { AlibabaCloudError, type Attempt } from '@x/credentials-core'
import type { RpcClient, RuntimeOptions } from '@x/tea-rpc'
import { IDLE_TIMEOUT } from './idle-timeout.ts'
import { joined } from './joined.ts'
import type { UploadContent } from './upload-content.ts'
import { uploadForm } from './upload-form.ts'
import { requestPermit, type UploadPermit } from './upload-permit.ts'

/** Where nothing shows how far a form is, as with the `fetch` of browsers, slower connections run into the time limit: 32 bytes a millisecond. */
const BYTES_PER_MS = 32

/** The settings of an upload, for each of its requests. */
export type UploadRuntime = RuntimeOptions & { readonly signal: AbortSignal }

/** Sends a file to the storage, again with a new permit after failures that pass, and answers its address. */
export async function sendContent(
  rpc: RpcClient,
  content: UploadContent,
  fileType: string,
  runtime: UploadRuntime,
  onSent?: (sent: number) => void,
): Promise<string> {
  for (const attempts: Attempt[] = []; ; ) {
    // A permit is for one object and a short time, so every attempt asks for its own.
    const permit = await requestPermit(rpc, runtime)
    const started = rpc.settings.now()
    try {
      await postFile(rpc, permit, content, fileType, runtime, onSent)
      return permit.address
    } catch (error) {
      const recovery = runtime.signal.aborted ? undefined : await loadRecovery()
      if (!recovery) throw error
      await recovery.recover(error, { rpc, host: permit.host, content, runtime, started, attempts })
    }
  }
}

/** Nothing when it cannot be loaded, as in a page that has gone offline: then the first failure stands. */
const loadRecovery = (): Promise<typeof import('./upload-recovery.ts') | undefined> => import('#upload-recovery').catch(() => undefined)

/** Posts a file to the storage that the permit names. Throws `ERR_UPLOAD` when it is refused. */
async function postFile(
  rpc: RpcClient,
  permit: UploadPermit,
  content: UploadContent,
  fileType: string,
  runtime: UploadRuntime,
  onSent?: (sent: number) => void,
): Promise<void> {
  const { host, url } = permit
  const { signal } = runtime
  const idle = runtime.readTimeout || IDLE_TIMEOUT
  const form = uploadForm(permit.fields, permit.key, fileType)
  const { contentType, before, after } = form
  const length = before.length + content.size + after.length
  // A transport counts from the start of the request, so the time to send is added.
  const readTimeout = idle + Math.ceil(length / BYTES_PER_MS)
  const headers: Record<string, string> = { 'content-type': contentType }
  const sent = content.stream?.(form, { host, begin: readTimeout, idle, signal }, onSent)
  if (sent) headers['content-length'] = String(length)
  const init = sent?.init ?? { body: joined([before, content.head, after]), readTimeout, signal }
  try {
    onSent?.(0)
    const answer = await rpc.transport(runtime)(url, { method: 'POST', headers, ...init })
    const text = await answer.text()
    const { status } = answer
    if (![200, 201, 204].includes(status)) {
      throw (
        (await loadRecovery())?.refusal(permit, status, text) ??
        new AlibabaCloudError(`The upload was refused by ${host} (status ${status}).`, { code: 'ERR_UPLOAD' })
      )
    }
  } finally {
    sent?.end()
  }
  onSent?.(content.size)
}
