import { fromEnv } from '@x/credentials'
import { createOcrClient, getAsyncJobResult } from '@x/ocr20191230'

export const runtime = 'edge'
export const dynamic = 'force-dynamic'

/** A route in the edge runtime, which has no modules of Node. */
export async function GET() {
  const client = createOcrClient({ credential: fromEnv({ env: process.env }), endpoint: process.env.OCR_ENDPOINT })
  const code = await getAsyncJobResult(client, { jobId: 'no-such-job' }).then(
    () => 'answered',
    (error) => error.serviceCode ?? String(error.stack),
  )
  return Response.json({ code, runtime: typeof EdgeRuntime })
}
