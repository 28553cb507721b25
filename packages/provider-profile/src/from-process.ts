import {
  type CacheOptions,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  checkOptions,
  createCredentials,
  type Environment,
  type ErrorCode,
  invalidOption,
  isAlibabaCloudError,
  parseJsonObject,
  processEnvironment,
  type ResolveOptions,
  readVariable,
} from '@x/credentials-core'
import { platformName } from './home-folder.ts'
import type { ProcessOutcome, RunProcess } from './run-process.ts'
import { splitCommand } from './split-command.ts'

export interface FromProcessOptions {
  /** The command line. It is split into words and given to no shell. */
  readonly command: string
  /** Milliseconds it may take. Default 60000; 0 means the default. */
  readonly timeout?: number | undefined
  /** The variables it gets, less those that hold keys and tokens. Default: those of the process. */
  readonly env?: Environment | undefined
  /** Names of variables that it gets although they hold keys or tokens. */
  readonly allowVariables?: readonly string[] | undefined
  /** Node's name for the system, which decides how the command is split. Default: this system's. */
  readonly platform?: string | undefined
  /** Runs it. Default: Node's child processes. */
  readonly runProcess?: RunProcess | undefined
  /** Settings of the cache. */
  readonly refresh?: CacheOptions | undefined
}

const NAME = 'external'
const SWITCH = 'ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS'
const OUTPUT_LIMIT = 1024 * 1024

/**
 * Credentials that a program prints, as one JSON object `{ "mode": "AK" | "StsToken", "access_key_id", "access_key_secret", "sts_token",
 * "expiration" }`. The program runs without a shell and without the variables that hold keys, for 60 s at most; with all it has begun it is
 * ended then. Without an expiration it runs again after 5 minutes. `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` (`1` or `true`) forbids it.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a command that cannot be split, names no program, or names a batch file.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_DISABLED`, `ERR_TIMEOUT`, `ERR_TOO_LARGE`, `ERR_INVALID_OPTION` when the program
 * cannot be started, or `ERR_BAD_RESPONSE` for its failure or for what it printed, which no error quotes.
 * @example const provider = fromProcess({ command: '/usr/local/bin/get-keys --profile "my team"' })
 */
export function fromProcess(options: FromProcessOptions): CredentialProvider {
  const { timeout = 60_000, ...refresh } = options.refresh ?? {}
  const source = processSource(options)
  return cached(source, { ...refresh, timeout: Math.max(timeout, 5000 + (options.timeout || 60_000)), name: NAME })
}

/** `fromProcess` without its memory. */
export function processSource(options: FromProcessOptions): (asked?: ResolveOptions) => Promise<Credentials> {
  checkOptions(options, ['command', 'timeout', 'env', 'allowVariables', 'platform', 'runProcess', 'refresh'])
  const { command, env, allowVariables = [], platform = platformName() } = options
  const timeout = options.timeout || 60_000
  if (!(timeout > 0 && timeout < 2 ** 31)) throw invalidOption('timeout', 'is no number of milliseconds', 'Give 0 or more.')
  const [file, ...args] = programOf(command, platform)

  return async ({ signal } = {}) => {
    checkAllowed(env, NAME)
    const run = options.runProcess ?? (await import('#process')).runProcess
    const variables = withoutSecrets(env ?? processEnvironment(), allowVariables)
    const outcome = await run({ file, args, env: variables, timeout, limit: OUTPUT_LIMIT, signal }).catch((error: unknown) => {
      if (isAlibabaCloudError(error) || signal?.aborted) throw error
      throw describe((error as { code?: unknown } | undefined)?.code, timeout)
    })
    return readOutput(outcome)
  }
}

/** @throws CredentialsError `ERR_CREDENTIALS_DISABLED` when the operator forbids what starts programs or asks addresses that a file names. */
export function checkAllowed(env: Environment | undefined, provider: string): void {
  if (!/^(1|true)$/i.test(readVariable(env, SWITCH) ?? '')) return
  const hint = `Unset ${SWITCH}, or choose another profile.`
  throw new CredentialsError(`${SWITCH} forbids it.`, { code: 'ERR_CREDENTIALS_DISABLED', provider, field: SWITCH, hint })
}

function programOf(command: string, platform: string): [string, ...string[]] {
  const words = typeof command === 'string' ? splitCommand(command, platform) : { problem: 'is no text' }
  if ('problem' in words) throw invalidOption('command', words.problem, 'Give a program and its arguments on one line.')
  const [file = '', ...args] = words
  // Windows runs these through a shell, which reads the arguments once more, by other rules.
  if (platform === 'win32' && /\.(bat|cmd)[. ]*$/i.test(file)) {
    throw invalidOption('command', 'names a batch file', 'Name the program that the batch file starts, such as node.exe with its script.')
  }
  return [file, ...args]
}

/** Our own secrets, under each of the names that the official tools read them. */
const SECRETS = /^((ALIBABA_CLOUD|ALIBABACLOUD|ALICLOUD)_)?(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN|BEARER_TOKEN)$/i

function withoutSecrets(env: Environment, allowed: readonly string[]): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.test(name) || allowed.includes(name)))
}

function failure(code: ErrorCode, problem: string, hint?: string, retryable = true, field?: string): CredentialsError {
  return new CredentialsError(`The program of provider ${NAME} ${problem}.`, { code, provider: NAME, hint, retryable, field })
}

function describe(code: unknown, timeout: number): CredentialsError {
  if (code === 'ERR_TIMEOUT') return failure(code, `took more than ${timeout} ms and was ended`, 'Run it by hand to see what it waits for.')
  if (code === 'ERR_TOO_LARGE') return failure(code, `printed more than ${OUTPUT_LIMIT} bytes`, 'It must print one JSON object.')
  const known = typeof code === 'string' && /^[A-Z_0-9]{1,60}$/.test(code) ? ` (${code})` : ''
  const hint = 'Check that it exists, may be run, and is on the PATH. Built-in commands of a shell and batch files are no programs.'
  return failure('ERR_INVALID_OPTION', `could not be started${known}`, hint, false, 'command')
}

/** Strict: one JSON object and nothing else. What was printed stays out of every error. */
function readOutput({ exitCode, output }: ProcessOutcome): Credentials {
  const byHand = 'Run it by hand to see why.'
  if (exitCode !== 0) throw failure('ERR_BAD_RESPONSE', `ended with ${exitCode === null ? 'a signal' : `status ${exitCode}`}`, byHand)
  const printed = parseJsonObject(output.replace(/^\ufeff/, ''))
  if (Object.keys(printed).length === 0) throw failure('ERR_BAD_RESPONSE', 'printed something else than one JSON object', byHand)
  const { mode, access_key_id, access_key_secret, sts_token, expiration } = printed
  const unusable = (field: string): CredentialsError => failure('ERR_BAD_RESPONSE', `printed no usable ${field}`, byHand, true, field)
  if (mode !== 'AK' && mode !== 'StsToken') throw unusable('mode')
  try {
    return createCredentials({
      type: mode === 'AK' ? 'access_key' : 'sts',
      accessKeyId: access_key_id as string,
      accessKeySecret: access_key_secret as string,
      ...(mode === 'StsToken' && { securityToken: sts_token as string }),
      // Some programs print an empty text for credentials without end.
      expiration: (expiration || undefined) as string | undefined,
      providerName: NAME,
    })
  } catch (error) {
    const { field = '' } = error as { field?: string }
    throw unusable(PRINTED[field] ?? field)
  }
}

const PRINTED: Readonly<Record<string, string>> = {
  accessKeyId: 'access_key_id',
  accessKeySecret: 'access_key_secret',
  securityToken: 'sts_token',
}
