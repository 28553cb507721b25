// What a page would do, as a function for whoever runs the bundle: it resolves credentials, and makes one signed call.

import { fromBackend } from '@x/browser'
import { createProvider } from '@x/credentials'
import { isAlibabaCloudError } from '@x/credentials-core'
import { createOcrClient, getAsyncJobResult } from '@x/ocr20191230'

globalThis.signedCall = async ({ OCR_ENDPOINT, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET }) => {
  const keys = { accessKeyId: ALIBABA_CLOUD_ACCESS_KEY_ID, accessKeySecret: ALIBABA_CLOUD_ACCESS_KEY_SECRET }
  const client = createOcrClient({ credential: createProvider({ type: 'access_key', ...keys }), endpoint: OCR_ENDPOINT })
  try {
    await getAsyncJobResult(client, { jobId: 'no-such-job' })
  } catch (error) {
    // The signature was accepted: the service looked for the job.
    if (!isAlibabaCloudError(error) || error.serviceCode !== 'InvalidParameter.BadRequest') throw error
    return `signed call answered, ${typeof fromBackend}`
  }
  throw new Error('The service found a job that is none.')
}
