// QR codes of several pictures in one call: an element of the answer for each task. Each task is billed.
import { Client as CredClient } from '@x/credentials'
import { createOcrClient, fileFrom, recognizeQrCode } from '@x/ocr20191230'

const endpoint = process.env.OCR_ENDPOINT
const client = createOcrClient({ credential: new CredClient(), endpoint, openPlatformEndpoint: endpoint })

try {
  const tasks = ['a.png', 'b.png'].map((name) => ({ imageURL: fileFrom(new URL(name, import.meta.url)) }))
  const { data } = await recognizeQrCode(client, { tasks }, { readTimeout: 600_000, deadline: 600_000 })
  for (const [index, { results }] of (data?.elements ?? []).entries())
    for (const { qrCodesData } of results ?? []) console.log(index, qrCodesData?.join(' '))
} finally {
  await client.close()
}
