// A job that runs for a while: started by one client, waited for by another one that knows nothing but its id, as after a restart.
import { Client as CredClient } from '@x/credentials'
import { createOcrClient, fileFrom, recognizeVideoCharacter, waitForJob } from '@x/ocr20191230'

const endpoint = process.env.OCR_ENDPOINT
const config = { credential: new CredClient(), endpoint, openPlatformEndpoint: endpoint }

const first = createOcrClient(config)
const { requestId } = await recognizeVideoCharacter(first, { videoURL: fileFrom(new URL('clip.avi', import.meta.url)) })
await first.close()
console.log(`job ${requestId}`)

const second = createOcrClient(config)
try {
  const { frames } = await waitForJob(second, recognizeVideoCharacter, requestId, {
    // The service asks for 5 seconds between two looks, which is the default.
    pollInterval: endpoint ? 500 : undefined,
    deadline: 800_000,
    onProgress: (status, { waited }) => console.log(`${Math.round(waited / 1000)} s: ${status}`),
  })
  for (const { timestamp, elements } of frames ?? []) console.log(timestamp, elements?.map(({ text }) => text).join(' | '))
} finally {
  await second.close()
}
