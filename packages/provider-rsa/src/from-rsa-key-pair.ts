import {
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  cached,
  expandPath,
  invalidOption,
  type KeyCredentials,
  type ReadFile,
  type ResolveOptions,
  readTextFile,
  showPath,
} from '@x/credentials-core'
import type { Signer } from '@x/tea-rpc/sign'
import { checkStsOptions, createStsCall, findHome, readDuration, readSession, type StsOptions } from '@x/tea-rpc/sts'
import { createRsaSigner, RSA_SHA256, rsaSha256Signer } from './rsa-sha256-signer.ts'

export interface FromRsaKeyPairOptions extends StsOptions {
  /** The id that the console gave to the public key. */
  readonly publicKeyId: string
  /** File with the private key, PEM, read at every refresh. */
  readonly privateKeyFile?: string | undefined
  /** The private key itself, PEM, in place of a file. */
  readonly privateKey?: string | undefined
  /** Seconds that the session lasts: 900 to 3600. Default 3600; 0 means the default. */
  readonly roleSessionExpiration?: number | undefined
  /** Reads the file. Default: on Node, its own way; on Deno and Bun, that of the `./node` entry. */
  readonly readFile?: ReadFile | undefined
  /** The folder that `~` means. Default: `HOME`, else `USERPROFILE`. */
  readonly home?: string | undefined
}

const NAME = 'rsa_key_pair'
const SESSION = { type: NAME, member: 'SessionAccessKey', prefix: 'Session' } as const
const DENIALS = [
  ['NoPermission', 'Check that this account may use RSA key pairs: they exist on the Japan site only.'],
  ['InvalidAccessKeyId', 'Check publicKeyId, and that the key pair is active.'],
] as const

/**
 * Temporary keys for an RSA key pair, from STS (GenerateSessionAccessKey): an AccessKey pair that expires, without a token. Cached and
 * refreshed in time. Such key pairs exist on the Japan site only, so STS of Tokyo is asked unless another host or region is given.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used, a key in `privateKey` among them; at a call for
 * the key in `privateKeyFile`, saying how to convert it.
 * @throws CredentialsError at a call: `ERR_FILE_ACCESS` for a file that cannot be read; `ERR_CREDENTIALS_DENIED` when the key is unknown or
 * may not do this; `ERR_BAD_RESPONSE` for an answer without keys.
 * @throws RpcError when STS refuses for another reason, TransportError when no answer came.
 * @example const provider = fromRsaKeyPair({ publicKeyId: 'LTAIexample', privateKeyFile: '~/keys/session.pem' })
 */
export function fromRsaKeyPair(options: FromRsaKeyPairOptions): CredentialProvider<KeyCredentials> {
  checkStsOptions(options ?? {}, {
    any: 'publicKeyId privateKeyFile privateKey roleSessionExpiration',
    string: 'home',
    function: 'readFile',
  })
  // No function below may hold on to the options: the private key is among them.
  const { publicKeyId, privateKeyFile, privateKey, env, readFile, refresh, home: givenHome } = options ?? {}
  if (typeof publicKeyId !== 'string' || !/^[!-~]+$/.test(publicKeyId) || /^<.*>$/.test(publicKeyId)) {
    throw invalidOption('publicKeyId', 'is missing, or no id', 'Give the id that the console gave to the public key.')
  }
  if (privateKey !== undefined && privateKeyFile !== undefined) {
    throw invalidOption('privateKey', 'stands beside privateKeyFile', 'Pass one of the two.')
  }
  if (privateKey === undefined && (typeof privateKeyFile !== 'string' || privateKeyFile === '')) {
    throw invalidOption('privateKeyFile', 'is missing', 'Give the path of the private key, or the key as privateKey.')
  }
  const seconds = readDuration(options, 3600)
  let signer: Signer | undefined = privateKey === undefined ? undefined : rsaSha256Signer(privateKey)
  const callSts = createStsCall(options, {
    provider: NAME,
    central: 'sts.ap-northeast-1.aliyuncs.com',
    identity: { accessKeyId: publicKeyId, signer: { ...RSA_SHA256, sign: (text) => (signer as Signer).sign(text) } },
    denials: DENIALS,
  })

  /** Reads the key, so that a file which was wrong can be mended while the program runs. */
  async function readKey(given: string): Promise<Signer> {
    const home = findHome({ home: givenHome, env })
    const path = expandPath(given, { home })
    const field = 'privateKeyFile'
    const text = await readTextFile(path, { provider: NAME, field, what: 'private key file', home, readFile })
    return createRsaSigner(text, ({ problem, hint }) => {
      return new CredentialsError(`The private key file ${showPath(path, home)} ${problem}.`, {
        code: 'ERR_INVALID_OPTION',
        provider: NAME,
        field,
        hint,
      })
    })
  }

  async function generateKey({ signal }: ResolveOptions = {}): Promise<Credentials> {
    if (privateKeyFile !== undefined) signer = await readKey(privateKeyFile)
    const answer = await callSts({ action: 'GenerateSessionAccessKey', parameters: { DurationSeconds: seconds }, signal })
    return readSession(answer, SESSION, NAME)
  }

  return cached(generateKey, { now: options.now, ...refresh, name: NAME }) as CredentialProvider<KeyCredentials>
}
