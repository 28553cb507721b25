import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { explain, fromDefaultChain } from '@x/credentials'
import { startEmulator } from '@x/emulator'
import { renderOverlay } from '@x/ocr-view'
import { createOcrClient, fileFrom, recognizeCharacter } from '@x/ocr20191230'
import { progress } from '../lib/progress.mjs'

/** The main job, end to end: credentials through the default chain, upload, signed request, text, overlay. */
export async function readPicture({ picture, live, port, output }) {
  const emulator = live ? undefined : await startEmulator({ port })
  const chain = chainOptions(emulator)
  const client = createOcrClient({ credential: fromDefaultChain(chain), ...placesOf(emulator) })
  try {
    await tellWhere(emulator, chain)
    const reading = recognizeCharacter(
      client,
      { imageURL: fileFrom(picture), minHeight: 10, outputProbability: true },
      // The text engine on a busy machine takes its time.
      live ? {} : { readTimeout: 900_000, deadline: 900_000 },
    )
    const response = await progress('Reading the picture', reading)
    const lines = response.data?.results ?? []
    console.log(`Text of ${relative(process.cwd(), picture)}:\n`)
    for (const { text, probability } of lines) console.log(`  ${confidence(probability)}  ${text}`)
    if (lines.length === 0) console.log('  (no text found)')
    await mkdir(dirname(output), { recursive: true })
    await writeFile(output, renderOverlay({ image: { bytes: await readFile(picture) }, response }))
    console.log(`\nRequest ${response.requestId}. Boxes over the picture: ${relative(process.cwd(), output)}`)
  } finally {
    await client.close()
    await emulator?.close()
  }
}

/** With the emulator, the chain sees only the emulator's key; live, it sees what the caller's own programs would see. */
function chainOptions(emulator) {
  const [account] = emulator?.accounts ?? []
  if (!account) return {}
  return { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: account.accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: account.accessKeySecret } }
}

const placesOf = (emulator) => (emulator ? { endpoint: emulator.url, openPlatformEndpoint: emulator.url } : {})

async function tellWhere(emulator, chain) {
  const report = await explain(chain)
  console.log(emulator ? `Local emulator at ${emulator.endpoint}, with its own text engine.` : 'Live: the OCR service in cn-shanghai.')
  if (report.providerName) console.log(`Credentials: ${report.providerName}.\n`)
}

function confidence(probability) {
  return probability === undefined || probability === null ? '   –' : `${Math.round(Number(probability) * 100)} %`.padStart(5)
}
