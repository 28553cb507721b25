import { ServiceError } from '../service-error.ts'

/** How long asynchronous jobs take at least, by the emulator's clock. */
export interface JobOptions {
  /** Milliseconds a job is `QUEUING`. Default 0. */
  readonly queueMs?: number | undefined
  /** Milliseconds it is then `PROCESSING`, or longer if the engine needs longer. Default 0. */
  readonly processMs?: number | undefined
}

/** The jobs of the OCR service (ocr20191230.md 5). */
export interface JobTable {
  /** Starts a job under the id of the request that asked for it. */
  submit(jobId: string, accountId: string, now: number, work: () => Promise<Record<string, unknown>>): void
  /**
   * The `Data` of GetAsyncJobResult.
   * @throws ServiceError `InvalidParameter.BadRequest` for an id the account has no job under
   */
  look(jobId: string, accountId: string, now: number): Record<string, unknown>
}

interface Job {
  readonly accountId: string
  readonly submittedAt: number
  outcome: Record<string, unknown> | undefined
}

const MAX_JOBS = 1000

/** Makes an empty table; the newest 1,000 jobs are kept. */
export function createJobTable(options: JobOptions): JobTable {
  const queueMs = options.queueMs ?? 0
  const processMs = options.processMs ?? 0
  const jobs = new Map<string, Job>()

  return {
    submit(jobId, accountId, now, work) {
      const job: Job = { accountId, submittedAt: now, outcome: undefined }
      jobs.set(jobId, job)
      const oldest = jobs.keys().next().value
      if (jobs.size > MAX_JOBS && oldest !== undefined) jobs.delete(oldest)
      work().then(
        (data) => {
          job.outcome = { Status: 'PROCESS_SUCCESS', Result: JSON.stringify(data) }
        },
        (error: unknown) => {
          const { code, message } = error instanceof ServiceError ? error : { code: 'InternalError', message: 'The job failed.' }
          job.outcome = { Status: 'PROCESS_FAILED', ErrorCode: code, ErrorMessage: message }
        },
      )
    },
    look(jobId, accountId, now) {
      const job = jobs.get(jobId)
      if (job === undefined || job.accountId !== accountId) {
        throw new ServiceError(400, 'InvalidParameter.BadRequest', 'There is no job with this JobId.')
      }
      const age = now - job.submittedAt
      if (age < queueMs) return { JobId: jobId, Status: 'QUEUING' }
      if (age < queueMs + processMs || job.outcome === undefined) return { JobId: jobId, Status: 'PROCESSING' }
      return { JobId: jobId, ...job.outcome }
    },
  }
}
