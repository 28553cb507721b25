import { createHmac, randomUUID } from 'node:crypto'
import { randomText } from '../ids.ts'
import { toTimestamp } from '../timestamp.ts'

/** What allows one object to be posted: the members of AuthorizeFileUpload's answer that go into the form. */
interface UploadPermit {
  readonly accessKeyId: string
  readonly bucket: string
  readonly objectKey: string
  /** The policy, base64. */
  readonly encodedPolicy: string
  readonly signature: string
}

/** Issues permits and checks their signatures. The key is one of the platform's, not the caller's. */
export interface UploadPermits {
  readonly bucket: string
  readonly accessKeyId: string
  /** A permit that ends at `expires` (milliseconds). */
  issue(owner: string, product: string, expires: number): UploadPermit
  sign(encodedPolicy: string): string
}

/** The bucket that permits are for. */
const BUCKET = 'viapi-customer-pop'

/** Makes the signer; `maxBytes` goes into each policy as the largest file. */
export function createUploadPermits(maxBytes: number): UploadPermits {
  const accessKeyId = `LTAI5t${randomText(18)}`
  const secret = randomText(30)

  // PostObject: HMAC-SHA1 over the policy as it stands in the form, that is base64
  const sign = (encodedPolicy: string): string => createHmac('sha1', secret).update(encodedPolicy, 'utf8').digest('base64')

  return {
    bucket: BUCKET,
    accessKeyId,
    issue(owner, product, expires) {
      const objectKey = `${owner}/${product}/${toTimestamp(expires).slice(0, 10)}/${randomUUID()}`
      const policy = {
        expiration: new Date(expires).toISOString(),
        conditions: [['content-length-range', 0, maxBytes], ['eq', '$key', objectKey], { bucket: BUCKET }],
      }
      const encodedPolicy = Buffer.from(JSON.stringify(policy)).toString('base64')
      return { accessKeyId, bucket: BUCKET, objectKey, encodedPolicy, signature: sign(encodedPolicy) }
    },
    sign,
  }
}
