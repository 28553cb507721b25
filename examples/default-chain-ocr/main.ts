// The default chain with the OCR client: credentials are found where the program runs, and nothing is written in the source.
import { Client as CredClient } from '@x/credentials'
import { fileFrom, Client as OcrClient } from '@x/ocr20191230'

const cred = new CredClient()
const client = new OcrClient({
  credential: cred,
  endpoint: process.env.OCR_ENDPOINT,
  openPlatformEndpoint: process.env.OCR_ENDPOINT,
})

try {
  const picture = process.argv[2] ?? new URL('picture.png', import.meta.url)
  const request = { imageURL: fileFrom(picture), minHeight: 10, outputProbability: true }
  // Milliseconds. The service answers within seconds; the emulator reads the picture on this machine.
  const response = await client.recognizeCharacter(request, { readTimeout: 900_000, deadline: 900_000 })
  for (const line of response.data?.results ?? []) console.log(line.probability, line.text)
} finally {
  await client.close()
}
