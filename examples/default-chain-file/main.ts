// The default chain with the credentials file of the documents: each profile by name, and why the chain took it or did not.
import { fileURLToPath } from 'node:url'
import { explain } from '@x/credentials'

const file = fileURLToPath(new URL('credentials', import.meta.url))

for (const profile of ['default', 'client1', 'client2', 'client3']) {
  // Its own variables, so that a key in the environment of the shell does not come first.
  const report = await explain({
    env: { ALIBABA_CLOUD_CREDENTIALS_FILE: file, ALIBABA_CLOUD_PROFILE: profile },
    metadataEndpoint: process.env.METADATA_ENDPOINT,
    stsEndpoint: process.env.STS_ENDPOINT,
  })
  console.log(report.ok ? `${profile}: ${report.providerName} ${report.keyId}` : `${profile}: ${report.code}`)
  for (const { outcome, reason } of report.links) if (outcome === 'failed') console.log(`  ${reason}`)
}
