import type { OperationAnswer, OperationCall, Service, SignedOperation } from '../gateway/service.ts'
import { ServiceError } from '../service-error.ts'
import type { EngineHolder } from './engine-holder.ts'
import type { JobTable } from './job-table.ts'
import { ASYNC_OPERATIONS, OCR_OPERATIONS } from './ocr-operations.ts'
import type { RateLimit } from './rate-limit.ts'
import { unflatten } from './unflatten.ts'

/** What the OCR service is made of. */
export interface OcrParts {
  readonly engine: EngineHolder
  readonly jobs: JobTable
  readonly rateLimit: RateLimit
  fetchFile(url: string): Promise<Uint8Array>
}

/** OCR 2019-12-30: checks a call and asks the engine. */
export function createOcrService(parts: OcrParts): Service {
  const read = (name: string, call: OperationCall): Promise<Record<string, unknown>> =>
    parts.engine.answer(name, { parameters: unflatten(call.parameters), fetchFile: parts.fetchFile })

  const operation = (name: string, required: readonly string[]): SignedOperation => ({
    auth: 'AK',
    required,
    run(call) {
      if (name === 'GetAsyncJobResult') return lookUpJob(call, parts.jobs)
      if (!parts.rateLimit.take(`${call.principal.accountId} ${name}`, call.now)) {
        throw new ServiceError(429, 'Throttling', 'Request was denied due to request throttling.')
      }
      if (!ASYNC_OPERATIONS.includes(name)) return read(name, call).then((data) => ({ Data: data }))
      parts.jobs.submit(call.requestId, call.principal.accountId, call.now, () => read(name, call))
      return { Message: 'The job was submitted. Call GetAsyncJobResult with this RequestId as JobId.' }
    },
  })

  return {
    name: 'ocr',
    version: '2019-12-30',
    deniedCode: 'Forbidden.RAM',
    operations: new Map(Object.entries(OCR_OPERATIONS).map(([name, required]) => [name, operation(name, required)])),
  }
}

function lookUpJob(call: OperationCall, jobs: JobTable): OperationAnswer {
  return { Data: jobs.look(call.parameters.get('JobId') ?? '', call.principal.accountId, call.now) }
}
