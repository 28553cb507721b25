import { type Credentials, loadPart } from '@x/credentials-core'
import type { PreparedRequest, SignedRequest } from './prepared-request.ts'
import { signV1 } from './sign-v1.ts'

/** Loaded by the first request that wants it: pages sign by version 1. */
let signV3: SignV3 | undefined

type SignV3 = typeof import('./sign-v3.ts').signV3

/** Signs one attempt with one snapshot of credentials; without credentials the request is anonymous. */
export function signRequest(
  request: PreparedRequest,
  credentials: Credentials | undefined,
  time: number,
  nonce: string,
): Promise<SignedRequest> {
  if (request.signatureVersion === 'v1') return signV1(request, credentials, time, nonce)
  return signV3 ? signV3(request, credentials, time, nonce) : loadSignV3().then((sign) => sign(request, credentials, time, nonce))
}

async function loadSignV3(): Promise<SignV3> {
  signV3 = (await loadPart(() => import('#sign-v3'))).signV3
  return signV3
}
