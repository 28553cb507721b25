// Drops pictures on the page in a real browser, and prints what a person would see there. `npm start` serves the page for people.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { findCloud } from './cloud.ts'
import { findChromium } from './find-chromium.ts'
import { readPicture, scenarios } from './scenarios.ts'
import { startWebServer } from './server.ts'

const executablePath = findChromium(process.env)
if (executablePath) await runScenarios(executablePath)
else console.log('NOT RUN: the example web: there is no Chromium on the PATH, and CHROMIUM_PATH names none')

async function runScenarios(executablePath: string): Promise<void> {
  const { endpoint, roleArn, close } = await findCloud(process.env)
  const server = await startWebServer({ roleArn, stsEndpoint: endpoint, ocrEndpoint: endpoint, onError: console.error })
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    env: { PATH: process.env.PATH ?? '', HOME: profile },
    timeout: 300_000,
  })
  try {
    const picture = await readPicture()
    let failed = 0
    for (const [name, run] of scenarios) {
      try {
        console.log(`ok: ${name}: ${await run({ browser, server, picture })}`)
      } catch (error) {
        failed++
        console.log(`FAILED: ${name}: ${error instanceof Error ? error.message : error}`)
      }
    }
    console.log(`${scenarios.length - failed} of ${scenarios.length} as they should be`)
    process.exitCode = failed > 0 ? 1 : 0
  } finally {
    await browser.close()
    await server.close()
    await close()
    await rm(profile, { recursive: true, force: true })
  }
}
