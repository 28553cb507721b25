import type { Principal } from '../accounts/principal.ts'
import type { ServiceName } from '../exchange.ts'

/** A call that has passed the gateway: the caller is known, the required parameters are there. */
export interface OperationCall<P = Principal> {
  readonly parameters: ReadonlyMap<string, string>
  readonly principal: P
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The emulator's own `host:port`. */
  readonly endpoint: string
  /** A fault says so: credentials that are issued have ended already. */
  readonly expired: boolean
}

/** Members of the JSON answer; `RequestId` is added. */
export type OperationAnswer = Readonly<Record<string, unknown>>

interface OperationBase {
  /** Parameters without which the call is refused with `Missing<Name>`. `Tasks` is there when any `Tasks.…` is. */
  readonly required: readonly string[]
  /** Whether it hands out credentials; those that a fault makes expired are then the issued ones, not the caller's. */
  readonly issuesCredentials?: boolean
}

/** An operation whose caller must be known: by a signature or bearer token (`AK`), or by an RSA signature (`RSA`). */
export interface SignedOperation extends OperationBase {
  readonly auth: 'AK' | 'RSA'
  /** @throws ServiceError */
  run(call: OperationCall): OperationAnswer | Promise<OperationAnswer>
}

/** An operation that anybody may call. */
export interface AnonymousOperation extends OperationBase {
  readonly auth: 'Anonymous'
  /** @throws ServiceError */
  run(call: OperationCall<undefined>): OperationAnswer | Promise<OperationAnswer>
}

/** A product behind the gateway. */
export interface Service {
  readonly name: ServiceName
  readonly version: string
  /** The code for identities that may not make a call. */
  readonly deniedCode: 'NoPermission' | 'Forbidden.RAM'
  readonly operations: ReadonlyMap<string, SignedOperation | AnonymousOperation>
}
