import { Client as CredentialClient } from '@x/credentials'
import { Client, RpcError } from '@x/ocr20191230'

test('a test in CommonJS makes a signed call', async () => {
  const client = new Client({ credential: new CredentialClient(), endpoint: process.env.OCR_ENDPOINT })
  const error = await client.getAsyncJobResult({ jobId: 'no-such-job' }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(RpcError)
  expect((error as RpcError).serviceCode).toBe('InvalidParameter.BadRequest')
  await client.close()
}, 300_000)
