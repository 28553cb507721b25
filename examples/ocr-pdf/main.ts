// A PDF file of several pages, with the progress of its upload.
import { Client as CredClient } from '@x/credentials'
import { createOcrClient, fileFrom, recognizePdf } from '@x/ocr20191230'

const endpoint = process.env.OCR_ENDPOINT
const client = createOcrClient({ credential: new CredClient(), endpoint, openPlatformEndpoint: endpoint })

try {
  const request = { fileURL: fileFrom(process.argv[2] ?? new URL('letter.pdf', import.meta.url)) }
  const { data } = await recognizePdf(client, request, {
    readTimeout: 600_000,
    deadline: 600_000,
    onUpload: ({ sent, total }) => console.log(`uploaded ${Math.round((100 * sent) / total)} %`),
  })
  for (const { word, x, y } of data?.wordsInfo ?? []) console.log(x, y, word)
} finally {
  await client.close()
}
