import { parseArgs } from 'node:util'
import type { Emulator } from './emulator.ts'
import { startEmulator } from './start-emulator.ts'

/** The process that the program runs in, as far as it is used. */
export interface BinEnvironment {
  readonly args: readonly string[]
  readonly platform: string
  print(text: string): void
  printError(text: string): void
  /** Resolves when somebody asks the program to end. */
  stopped(): Promise<void>
}

const HELP = `alibaba-cloud-emulator: a local Alibaba Cloud for offline work

  --port N       port to listen on; 0 takes a free one (default 8180)
  --host HOST    loopback address (default 127.0.0.1)
  --hardened     the metadata service answers only requests with a token
  --help         this text
`

/** Runs the emulator until it is told to stop. Gives the exit code: 0, or 1 after one line that says what is wrong. */
export async function runBin(environment: BinEnvironment): Promise<0 | 1> {
  try {
    const { values } = parseArgs({
      args: [...environment.args],
      options: {
        port: { type: 'string', default: '8180' },
        host: { type: 'string', default: '127.0.0.1' },
        hardened: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      environment.print(HELP)
      return 0
    }
    const port = /^\d+$/.test(values.port) ? Number(values.port) : Number.NaN
    const emulator = await startEmulator({ port, host: values.host, metadata: { hardenedOnly: values.hardened } })
    environment.print(greeting(emulator, environment.platform))
    await environment.stopped()
    await emulator.close()
    return 0
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    environment.printError(`alibaba-cloud-emulator: ${line}\n`)
    return 1
  }
}

function greeting(emulator: Emulator, platform: string): string {
  const [{ accessKeyId, accessKeySecret }] = emulator.accounts
  const [role] = emulator.roles
  const set = (name: string, value: string): string => (platform === 'win32' ? `  $env:${name}='${value}'` : `  export ${name}='${value}'`)
  return [
    `The emulator listens on ${emulator.url} (Ctrl+C ends it).`,
    '',
    'Keys of the demo account:',
    set('ALIBABA_CLOUD_ACCESS_KEY_ID', accessKeyId),
    set('ALIBABA_CLOUD_ACCESS_KEY_SECRET', accessKeySecret),
    '',
    'Or temporary keys from a credentials URI:',
    set('ALIBABA_CLOUD_CREDENTIALS_URI', emulator.credentialsUri),
    '',
    'A role to assume:',
    set('ALIBABA_CLOUD_ROLE_ARN', role.arn),
    '',
    `In code, endpoint, openPlatformEndpoint, stsEndpoint and metadataEndpoint are all '${emulator.url}'.`,
    '',
  ].join('\n')
}
