import { root } from './run-command.mjs'

/** Runs work against an emulator of this repository's build, and gives it the environment a program needs to find it. */
export async function withEmulator(work) {
  const { startEmulator } = await import(`${root}/packages/emulator/dist/index.js`)
  const emulator = await startEmulator()
  const [account] = emulator.accounts
  const temporary = emulator.issueTemporaryKey()
  try {
    return await work({
      emulator,
      env: {
        OCR_ENDPOINT: emulator.url,
        ALIBABA_CLOUD_ACCESS_KEY_ID: account.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: account.accessKeySecret,
        STS_ACCESS_KEY_ID: temporary.accessKeyId,
        STS_ACCESS_KEY_SECRET: temporary.accessKeySecret,
        STS_SECURITY_TOKEN: temporary.securityToken,
        BEARER_TOKEN: 'a-bearer-token-of-the-emulator',
      },
    })
  } finally {
    await emulator.close()
  }
}
