import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './run-command.mjs'

/** The role that the documents' sample file names; here it is attached to the instance, too. */
const SAMPLE_ROLE = 'EcsRamRoleTest'

/** Runs work against an emulator of this repository's build, and gives it the environment a program needs to find it. */
export async function withEmulator(work) {
  const { startEmulator } = await import(`${root}/packages/emulator/dist/index.js`)
  const emulator = await startEmulator({ roles: [{ name: 'emulator' }, { name: SAMPLE_ROLE }], metadata: { roleName: SAMPLE_ROLE } })
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'))
  try {
    return await work({ emulator, env: await environment(emulator, join(folder, 'key.pem')) })
  } finally {
    await emulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function environment(emulator, keyFile) {
  const [account] = emulator.accounts
  const temporary = emulator.issueTemporaryKey()
  const { publicKeyId, privateKey } = await emulator.createKeyPair()
  writeFileSync(keyFile, privateKey, { mode: 0o600 })
  return {
    OCR_ENDPOINT: emulator.url,
    STS_ENDPOINT: emulator.url,
    METADATA_ENDPOINT: emulator.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: account.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: account.accessKeySecret,
    STS_ACCESS_KEY_ID: temporary.accessKeyId,
    STS_ACCESS_KEY_SECRET: temporary.accessKeySecret,
    STS_SECURITY_TOKEN: temporary.securityToken,
    BEARER_TOKEN: 'a-bearer-token-of-the-emulator',
    ROLE_ARN: emulator.roles[0].arn,
    PUBLIC_KEY_ID: publicKeyId,
    PRIVATE_KEY_FILE: keyFile,
  }
}
