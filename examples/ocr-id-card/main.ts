// Both sides of an identity card. Where the answer is depends on the side: the portrait is `face`, and is answered in `frontResult`.
import { Client as CredClient } from '@x/credentials'
import { createOcrClient, fileFrom, recognizeIdentityCard } from '@x/ocr20191230'

const endpoint = process.env.OCR_ENDPOINT
const client = createOcrClient({ credential: new CredClient(), endpoint, openPlatformEndpoint: endpoint })
const patient = { readTimeout: 600_000, deadline: 600_000 }
const picture = (name: string) => fileFrom(new URL(name, import.meta.url))

try {
  const [face, back] = await Promise.all([
    recognizeIdentityCard(client, { imageURL: picture('face.png'), side: 'face' }, patient),
    recognizeIdentityCard(client, { imageURL: picture('back.png'), side: 'back' }, patient),
  ])
  const { name, idNumber, birthDate, address } = face.data?.frontResult ?? {}
  const { issue, startDate, endDate } = back.data?.backResult ?? {}
  console.log({ name, idNumber, birthDate, address, issue, startDate, endDate })
} finally {
  await client.close()
}
