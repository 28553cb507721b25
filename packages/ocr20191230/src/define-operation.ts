import type { RpcOperation } from '@x/tea-rpc'
import type { CallOptions } from './call-options.ts'
import type { OcrClient } from './ocr-client.ts'

/**
 * An operation as a function: `recognizeX(client, request, runtime?)`. Its facts are data under `operation`, so that helpers such as
 * `waitForJob` take the function itself.
 *
 * Rejects with `RpcError` when the service refuses, `TransportError` when no usable answer came, `CredentialsError` when there are no
 * credentials, `ERR_INVALID_OPTION` for a file field that holds no file, `ERR_INPUT_LIMIT` for a file that the operation does not take
 * (empty, too large, of another format, of too many pixels), `ERR_TOO_LARGE` above 32 MiB, `ERR_UPLOAD` when the upload of a file is
 * refused, and with the signal's own reason when it aborts.
 */
export interface Operation<Q extends object, S extends object> {
  (client: OcrClient, request: Q, runtime?: CallOptions): Promise<S>
  readonly operation: RpcOperation
}

/**
 * Makes the function of an operation of OCR 2019-12-30 from its facts. What the facts leave out is the same for all: version, product,
 * method POST.
 */
export function defineOperation<Q extends object, S extends object>(
  facts: Pick<RpcOperation, 'action'> & Partial<RpcOperation>,
): Operation<Q, S> {
  const operation: RpcOperation = { version: '2019-12-30', product: 'ocr', method: 'POST', ...facts }
  const call = (client: OcrClient, request: Q, runtime?: CallOptions): Promise<S> => client.call<Q, S>(operation, request, runtime)
  return Object.assign(call, { operation })
}
