import { Client as CredentialClient } from '@x/credentials'
import { Client, RpcError } from '@x/ocr20191230'

export const dynamic = 'force-dynamic'

/** A route handler on Node. */
export async function GET() {
  const client = new Client({ credential: new CredentialClient(), endpoint: process.env.OCR_ENDPOINT })
  try {
    return Response.json(await client.getAsyncJobResult({ jobId: 'no-such-job' }))
  } catch (error) {
    return Response.json({ code: error instanceof RpcError ? error.serviceCode : String(error.stack) })
  }
}
