const { fromEnv } = require('@x/credentials-core')
const { createOcrClient, getAsyncJobResult } = require('@x/ocr20191230')
const { RpcError } = require('@x/tea-rpc')

const client = createOcrClient({ credential: fromEnv(), endpoint: process.env.OCR_ENDPOINT })
getAsyncJobResult(client, { jobId: 'no-such-job' })
  .catch((error) => {
    // The signature was accepted: the service looked for the job.
    if (!(error instanceof RpcError) || error.serviceCode !== 'InvalidParameter.BadRequest') throw error
    console.log('signed call answered')
  })
  .finally(() => client.close())
