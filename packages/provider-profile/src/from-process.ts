import {
  type CacheOptions,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  checkNames,
  createCredentials,
  type Environment,
  type ErrorDetails,
  invalidOption,
  isAlibabaCloudError,
  loadProviderPart,
  parseJsonObject,
  processEnvironment,
  type ResolveOptions,
  systemCode,
} from '@x/credentials-core'
import { checkAllowed } from './check-allowed.ts'
import { platformName } from './platform-name.ts'
import type { ProcessOutcome, RunProcess } from './run-process.ts'
import { splitCommand } from './split-command.ts'

/** Options of `fromProcess`. */
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
  const source = processSource(options)
  const { timeout = 60_000, ...refresh } = options.refresh ?? {}
  return cached(source, { ...refresh, timeout: Math.max(timeout, 5000 + (options.timeout || 60_000)), name: NAME })
}

/** `fromProcess` without its memory. */
export function processSource(options: FromProcessOptions): (asked?: ResolveOptions) => Promise<Credentials> {
  checkNames(options, {
    any: 'command allowVariables',
    string: 'platform',
    number: 'timeout',
    function: 'runProcess',
    object: 'env refresh',
  })
  const { command, env, allowVariables = [], platform = platformName() } = options
  const timeout = options.timeout || 60_000
  if (timeout >= 2 ** 31) throw invalidOption('timeout', 'is longer than a timer can run', 'Give less than 2147483648 milliseconds.')
  // In a text, parts of it would count as names, too.
  if (!Array.isArray(allowVariables) || allowVariables.some((name) => typeof name !== 'string'))
    throw invalidOption('allowVariables', 'is no list of names', "Give one such as ['ALIBABA_CLOUD_ACCESS_KEY_ID'].")
  const [file, ...args] = programOf(command, platform)

  return async ({ signal } = {}) => {
    checkAllowed(env, NAME)
    const run = options.runProcess ?? (await loadProviderPart(NAME, () => import('#system'))).runProcess
    const variables = withoutSecrets(env ?? processEnvironment(), allowVariables)
    const outcome = await run({ file, args, env: variables, timeout, limit: OUTPUT_LIMIT, signal }).catch((error: unknown) => {
      if (isAlibabaCloudError(error) || signal?.aborted) throw error
      throw describe(systemCode(error), timeout)
    })
    return readOutput(outcome)
  }
}

function programOf(command: string, platform: string): [string, ...string[]] {
  const words = typeof command === 'string' ? splitCommand(command, platform) : { problem: 'is no text' }
  if ('problem' in words) throw invalidOption('command', words.problem, 'Give a program and its arguments on one line.')
  const [file = '', ...args] = words
  // Windows runs these through a shell, which reads the arguments once more, by other rules.
  if (platform === 'win32' && /\.(bat|cmd)[. ]*$/i.test(file)) {
    throw invalidOption('command', 'names a batch file', 'Name the program that it starts, such as node.exe with its script.')
  }
  return [file, ...args]
}

/** Our own secrets, under each of the names that the official tools read them. */
const SECRETS = /^((ALIBABA_CLOUD|ALIBABACLOUD|ALICLOUD)_)?(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN|BEARER_TOKEN)$/i

function withoutSecrets(env: Environment, allowed: readonly string[]): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.test(name) || allowed.includes(name)))
}

function failure(problem: string, details?: Partial<ErrorDetails>): CredentialsError {
  const usual = { code: 'ERR_BAD_RESPONSE', provider: NAME, hint: 'Run it by hand to see why.', retryable: true } as const
  return new CredentialsError(`The program of provider ${NAME} ${problem}.`, { ...usual, ...details })
}

function describe(code: string, timeout: number): CredentialsError {
  if (code === 'ERR_TIMEOUT') return failure(`took more than ${timeout} ms and was ended`, { code })
  if (code === 'ERR_TOO_LARGE') return failure(`printed more than ${OUTPUT_LIMIT} bytes`, { code, hint: 'It must print one JSON object.' })
  return failure(`could not be started${code && ` (${code})`}`, {
    code: 'ERR_INVALID_OPTION',
    field: 'command',
    retryable: false,
    hint: 'Check that it exists, may be run and is on the PATH; what a shell has built in and batch files are no programs.',
  })
}

/** Strict: one JSON object and nothing else. What was printed stays out of every error. */
function readOutput({ exitCode, output }: ProcessOutcome): Credentials {
  if (exitCode !== 0) throw failure(`ended with ${exitCode === null ? 'a signal' : `status ${exitCode}`}`)
  const printed = parseJsonObject(output.replace(/^\ufeff/, ''))
  if (Object.keys(printed).length === 0) throw failure('printed something else than one JSON object')
  const { mode, access_key_id, access_key_secret, sts_token, expiration } = printed
  const unusable = (field: string): CredentialsError => failure(`printed no usable ${field}`, { field })
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
