import type { AccountOptions } from './accounts/account.ts'
import type { RoleOptions } from './accounts/role.ts'
import type { FaultRule } from './faults/fault-rule.ts'
import type { CorsOption } from './http/cors.ts'
import type { MetadataOptions } from './metadata/metadata-route.ts'
import type { JobOptions } from './ocr/job-table.ts'
import type { OcrEngine } from './ocr/ocr-engine.ts'
import type { Clock } from './timestamp.ts'

/** Settings of `startEmulator`; all have defaults that work. */
export interface EmulatorOptions {
  /** Port to listen on; 0 (default) takes a free one. */
  readonly port?: number | undefined
  /** A loopback address: `127.0.0.1` (default), another of `127.0.0.0/8`, `::1`, or `localhost`, which means `127.0.0.1`. */
  readonly host?: string | undefined
  /** Where the time comes from. Default: the machine's clock. */
  readonly clock?: Clock | undefined
  /** Who has keys. Default: one RAM user with made-up keys. */
  readonly accounts?: readonly AccountOptions[] | undefined
  /** Roles to assume. Default: one named `emulator`, which everybody of the first account may assume. */
  readonly roles?: readonly RoleOptions[] | undefined
  /** Scripted faults; more can be added while it runs. */
  readonly faults?: readonly FaultRule[] | undefined
  readonly metadata?: MetadataOptions | undefined
  readonly uploads?: UploadOptions | undefined
  /** Reads pictures. Default: the engine of `@x/local-ocr`, if that package is installed. */
  readonly ocr?: OcrEngine | undefined
  /** Calls a second for each account and OCR operation; more get `Throttling`. Default: no limit. */
  readonly ocrRateLimit?: number | undefined
  readonly jobs?: JobOptions | undefined
  /** Which pages in browsers may call. Default: all. */
  readonly cors?: CorsOption | undefined
  /** Requests to remember. Default 1000. */
  readonly maxRecords?: number | undefined
}

/** How file uploads behave. */
export interface UploadOptions {
  /** Seconds a permit is valid. Default 900. */
  readonly permitSeconds?: number | undefined
  /** Largest file in bytes, which stands in the policy. Default 104857600 (100 MB). */
  readonly maxBytes?: number | undefined
}
