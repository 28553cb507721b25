import { fromEnv } from '@x/credentials-core'
import { createOcrClient, getAsyncJobResult } from '@x/ocr20191230'
import { RpcError } from '@x/tea-rpc'

const client = createOcrClient({ credential: fromEnv(), endpoint: process.env.OCR_ENDPOINT })
try {
  await getAsyncJobResult(client, { jobId: 'no-such-job' })
} catch (error) {
  // The signature was accepted: the service looked for the job.
  if (!(error instanceof RpcError) || error.serviceCode !== 'InvalidParameter.BadRequest') throw error
  console.log('signed call answered')
} finally {
  await client.close()
}
