import { loadPart } from '@x/credentials-core'
import { type Config, callOperation, createRpcClient, type RpcClient, type RpcOperation } from '@x/tea-rpc'
import type { CallOptions } from './call-options.ts'
import { fileFields } from './file-fields.ts'

/** What operations are called with: `createOcrClient` makes one, and `Client` is one. */
export interface OcrClient {
  /** Calls an operation by its facts: uploads the files of the request that need it, then sends it. */
  call<Q extends object, S extends object>(operation: RpcOperation, request: Q, runtime?: CallOptions): Promise<S>
  /** The client underneath, for calls that are not of this product. */
  readonly rpc: RpcClient
  /** Closes the connections; later calls reject with `ERR_CLOSED`. */
  close(): Promise<void>
}

/**
 * Makes a client of the OCR service for operations as functions, of which only those that are used get into a bundle.
 *
 * @param config As for every product; `regionId` is `cn-shanghai` by default, the region that has the whole product.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a setting that cannot work, naming the field.
 * @example
 * const client = createOcrClient({ credential: fromEnv() })
 * const { data } = await recognizeTrainTicket(client, { imageURL: fileFrom('ticket.jpg') })
 */
export function createOcrClient(config: Config): OcrClient {
  return ocrClientOver(createRpcClient(config && { ...config, regionId: config.regionId || 'cn-shanghai' }))
}

/** An OCR client on an RPC client that exists already. */
export function ocrClientOver(rpc: RpcClient): OcrClient {
  return {
    rpc,
    close: () => rpc.close(),
    async call<Q extends object, S extends object>(operation: RpcOperation, given: Q, options?: CallOptions): Promise<S> {
      const { fit, refetch, onUpload, deadline, ...runtime } = options ?? {}
      const { request, pending } = fileFields(given, operation.files ?? [], refetch)
      let left = deadline
      if (pending.length > 0) {
        // Loaded for files only, so that calls with addresses stay small. The import of our own name makes it a file of its own; what every
        // upload needs besides comes at the same time, and not after it.
        const [{ uploadPending }] = await loadPart(() => Promise.all([import('@x/ocr20191230/upload'), import('#file-limits')]))
        // The caller's deadline holds for uploads and call together.
        left = await uploadPending({ rpc }, pending, { ...options, operation })
      }
      return callOperation<object, S>(rpc, operation, request, { ...runtime, deadline: left })
    },
  }
}
