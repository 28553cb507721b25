import { comment, HEADER } from './comments.ts'
import { retirement } from './emit-operation.ts'
import { fileName, functionName } from './names.ts'
import type { SpecOperation } from './spec.ts'

/** Writes the class that has every operation as a method. */
export function emitClient(operations: readonly SpecOperation[]): string {
  const imports = operations.map(
    ({ name }) => `import { ${functionName(name)}, type ${name}Request, type ${name}Response } from './operations/${fileName(name)}.ts'`,
  )
  return [
    HEADER,
    `import type { Config, RpcClient, RpcOperation } from '@x/tea-rpc'`,
    `import type { CallOptions } from './call-options.ts'`,
    `import { createOcrClient, type OcrClient } from './ocr-client.ts'`,
    ...imports,
    '',
    comment([
      'The OCR service with every operation as a method, as in the official clients. An application that is shipped to browsers is smaller with `createOcrClient` and the operations as functions: a class brings them all.',
      [
        '@example',
        '```ts',
        `const client = new Client({ accessKeyId, accessKeySecret })`,
        `const { data } = await client.getAsyncJobResult({ jobId })`,
        '```',
      ].join('\n'),
    ]),
    'export class Client implements OcrClient {',
    'readonly #client: OcrClient',
    '',
    comment(['@throws AlibabaCloudError `ERR_INVALID_OPTION` for settings that cannot work.']),
    'constructor(config: Config) { this.#client = createOcrClient(config) }',
    '',
    'get rpc(): RpcClient { return this.#client.rpc }',
    '',
    'call<Q extends object, S extends object>(operation: RpcOperation, request: Q, runtime?: CallOptions): Promise<S> {',
    'return this.#client.call<Q, S>(operation, request, runtime)',
    '}',
    '',
    'close(): Promise<void> { return this.#client.close() }',
    ...operations.map(method),
    '}',
    '',
  ].join('\n')
}

function method(operation: SpecOperation): string {
  const { name, status, summary } = operation
  const called = functionName(name)
  return [
    '',
    comment([summary, ...(status === 'retired' ? [`@deprecated ${retirement(operation)}`] : [])]),
    `${called}(request: ${name}Request, runtime?: CallOptions): Promise<${name}Response> { return ${called}(this, request, runtime) }`,
  ].join('\n')
}
