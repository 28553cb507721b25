import type { Service } from '../gateway/service.ts'
import type { UploadPermits } from '../oss/upload-permits.ts'
import { ServiceError } from '../service-error.ts'
import { endOf } from '../sts/role-session.ts'

/** OpenPlatform: permits for uploading files that OCR shall read. A permit is for one object and ends after `permitSeconds`. */
export function createOpenPlatformService(permits: UploadPermits, permitSeconds: number): Service {
  return {
    name: 'openplatform',
    version: '2019-12-19',
    deniedCode: 'Forbidden.RAM',
    operations: new Map([
      [
        'AuthorizeFileUpload',
        {
          auth: 'AK',
          required: ['Product', 'RegionId'],
          issuesCredentials: true,
          run(call) {
            const product = call.parameters.get('Product') ?? ''
            if (!/^[a-z0-9-]{1,64}$/i.test(product)) {
              throw new ServiceError(400, 'InvalidParameter.Product', 'The parameter Product is wrongly formed.')
            }
            const permit = permits.issue(call.principal.accountId, product, endOf(permitSeconds, call))
            return {
              AccessKeyId: permit.accessKeyId,
              Bucket: permit.bucket,
              EncodedPolicy: permit.encodedPolicy,
              // A loopback endpoint: clients then address the object path-style, http://<Endpoint>/<Bucket>/<ObjectKey>.
              Endpoint: call.endpoint,
              ObjectKey: permit.objectKey,
              Signature: permit.signature,
              UseAccelerate: false,
            }
          },
        },
      ],
    ]),
  }
}
