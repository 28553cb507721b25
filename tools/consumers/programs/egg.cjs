// In the way of Egg: CommonJS throughout, `config/config.default.js`, `app.js` with a boot class, services as classes found by their file, and a
// context with `service`. Egg itself is not installed: what counts is that its files can require() the packages.
'use strict'
const { Client: CredentialClient } = require('@x/credentials')
const { Client, RpcError } = require('@x/ocr20191230')

const config = () => ({ ocr: { endpoint: process.env.OCR_ENDPOINT } })

class AppBootHook {
  constructor(app) {
    this.app = app
  }
  configWillLoad() {
    this.app.credentials = new CredentialClient()
  }
  async didReady() {
    this.app.ocr = new Client({ credential: this.app.credentials, ...this.app.config.ocr })
    await this.app.credentials.getCredential()
  }
  async beforeClose() {
    await this.app.ocr.close()
  }
}

class OcrService {
  constructor(ctx) {
    this.ctx = ctx
    this.app = ctx.app
  }
  async job(jobId) {
    try {
      return await this.app.ocr.getAsyncJobResult({ jobId })
    } catch (error) {
      if (error instanceof RpcError) return error.serviceCode
      throw error
    }
  }
}

async function main() {
  const app = { config: config() }
  const boot = new AppBootHook(app)
  boot.configWillLoad()
  await boot.didReady()
  const found = await new OcrService({ app }).job('no-such-job')
  await boot.beforeClose()
  if (found !== 'InvalidParameter.BadRequest') throw new Error(JSON.stringify(found))
  console.log('signed call answered')
}
main()
