import 'reflect-metadata'
import { Inject, Injectable, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { Client as CredentialClient } from '@x/credentials'
import { Client, RpcError } from '@x/ocr20191230'

@Injectable()
class OcrService {
  @Inject(Client)
  private readonly client!: Client

  async job(jobId: string): Promise<string> {
    try {
      return (await this.client.getAsyncJobResult({ jobId })).requestId
    } catch (error) {
      if (error instanceof RpcError) return String(error.serviceCode)
      throw error
    }
  }
}

@Module({
  providers: [
    OcrService,
    { provide: CredentialClient, useFactory: () => new CredentialClient() },
    {
      provide: Client,
      inject: [CredentialClient],
      useFactory: (credential: CredentialClient) => new Client({ credential, endpoint: process.env.OCR_ENDPOINT }),
    },
  ],
})
class OcrModule {}

test('a service of NestJS makes a signed call', async () => {
  const app = await Test.createTestingModule({ imports: [OcrModule] }).compile()
  expect(await app.get(OcrService).job('no-such-job')).toBe('InvalidParameter.BadRequest')
  await app.get(Client).close()
  await app.close()
}, 300_000)
