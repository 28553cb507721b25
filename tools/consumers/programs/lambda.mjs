// A function of a serverless platform: one file, one exported handler, the clients made once and kept between calls.
import { Client as CredentialClient } from '@x/credentials'
import { Client, RpcError } from '@x/ocr20191230'

const client = new Client({ credential: new CredentialClient(), endpoint: process.env.OCR_ENDPOINT })

export async function handler({ jobId }) {
  try {
    return { statusCode: 200, body: JSON.stringify(await client.getAsyncJobResult({ jobId })) }
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    return { statusCode: error.statusCode, body: error.serviceCode }
  }
}
