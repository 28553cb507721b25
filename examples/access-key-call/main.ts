// One call with an AccessKey: asks for the outcome of an asynchronous job.
import { Client, RpcError, toMap } from '@x/ocr20191230'

const client = new Client({
  // The documents print '<access_key_id>' here. That literal is refused as a placeholder (ERR_INVALID_OPTION) before any request:
  // put your own key into the environment, not into the source.
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '<access_key_id>',
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '<access_key_secret>',
  // Absent, this is the real service in cn-shanghai.
  endpoint: process.env.OCR_ENDPOINT,
})

try {
  // The id of a job is the request id of the operation that began it.
  const jobId =
    process.argv[2] ??
    (await client.recognizeVideoCharacter({ videoURL: 'http://example-bucket.oss-cn-shanghai.aliyuncs.com/clip.mp4' })).requestId
  const runtimeOptions = { deadline: 30_000 }
  const response = await client.getAsyncJobResult({ jobId }, runtimeOptions)
  console.log(toMap(response))
} catch (error) {
  if (!(error instanceof RpcError)) throw error
  console.error(`${error.serviceCode}: ${error.message}`)
  process.exitCode = 1
} finally {
  await client.close()
}
