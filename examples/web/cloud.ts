import { startEmulator } from '@x/emulator'

/** Where the cloud is. */
export interface Cloud {
  readonly endpoint: string | undefined
  readonly roleArn: string | undefined
  readonly close: () => Promise<void>
}

/** The cloud that the environment names, or an emulator on this machine, whose keys get into the environment. */
export async function findCloud(env: NodeJS.ProcessEnv): Promise<Cloud> {
  if (env.ALIBABA_CLOUD_ACCESS_KEY_ID) return { endpoint: env.STS_ENDPOINT, roleArn: env.ROLE_ARN, close: async () => {} }
  const emulator = await startEmulator()
  const [account] = emulator.accounts
  env.ALIBABA_CLOUD_ACCESS_KEY_ID = account?.accessKeyId
  env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = account?.accessKeySecret
  return { endpoint: emulator.url, roleArn: emulator.roles[0]?.arn, close: () => emulator.close() }
}
