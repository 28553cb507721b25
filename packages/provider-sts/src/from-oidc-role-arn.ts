import {
  type CredentialProvider,
  type Credentials,
  cached,
  createSetting,
  invalidOption,
  type KeyCredentials,
  loadProviderPart,
  notSet,
  type ReadFile,
  type ResolveOptions,
  readVariable,
} from '@x/credentials-core'
import { checkStsOptions, type StsOptions } from '@x/tea-rpc/sts'
import type { createTokenExchange } from './exchange-token.ts'
import { oidcTokenProblem } from './oidc-token.ts'
import { createRoleSession, ROLE_SESSION_OPTIONS, type RoleSessionOptions } from './role-session.ts'

export interface FromOidcRoleArnOptions extends RoleSessionOptions, StsOptions {
  /** The identity provider, as `acs:ram::<account>:oidc-provider/<name>`. Default: `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`. */
  readonly oidcProviderArn?: string | undefined
  /** File with the token, read at every refresh. Default: `ALIBABA_CLOUD_OIDC_TOKEN_FILE`. */
  readonly oidcTokenFilePath?: string | undefined
  /** The token itself, in place of a file. */
  readonly oidcToken?: string | undefined
  /** Reads the file. Default: on Node, its own way; on Deno and Bun, that of the `./node` entry. */
  readonly readFile?: ReadFile | undefined
  /** The folder that `~` means. Default: `HOME`, else `USERPROFILE`. */
  readonly home?: string | undefined
}

const NAME = 'oidc_role_arn'
const TOKEN_FILE = 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'
const PROVIDER_ARN = {
  option: 'oidcProviderArn',
  variable: 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  grammar: /^acs:ram::\d{1,20}:oidc-provider\/[\w.-]{1,128}$/i,
  problem: 'is not the ARN of an OIDC provider',
  hint: 'Give one such as acs:ram::1234567890123456:oidc-provider/name.',
}

/**
 * Temporary credentials of a RAM role for the OIDC token of a workload, such as a Kubernetes service account (AssumeRoleWithOIDC). Cached and
 * refreshed in time; the token's file is read at every refresh, because the cluster exchanges it.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used; at a call for a variable's value.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_NOT_CONFIGURED` when role, provider or token is not set, skippable when none of them
 * is given in code; `ERR_FILE_ACCESS` or `ERR_FILE_SYNTAX` for the token's file; `ERR_CREDENTIALS_DENIED` when the token or the role is
 * refused; `ERR_BAD_RESPONSE` for an answer without credentials.
 * @throws RpcError when STS refuses for another reason, TransportError when no answer came.
 * @example const provider = fromOidcRoleArn({ roleSessionName: 'my-pod' }) // the rest from the variables that the cluster sets
 */
export function fromOidcRoleArn(options: FromOidcRoleArnOptions = {}): CredentialProvider<KeyCredentials> {
  const checked = checkStsOptions(options, {
    any: `${ROLE_SESSION_OPTIONS} oidcProviderArn oidcTokenFilePath oidcToken`,
    string: 'home',
    function: 'readFile',
  })
  const { env, refresh, oidcToken, oidcTokenFilePath } = options
  const session = createRoleSession(options, NAME)
  const findProviderArn = createSetting(NAME, options.oidcProviderArn, env, PROVIDER_ARN)
  if (oidcToken !== undefined) {
    const problem = oidcTokenProblem(oidcToken)
    if (problem) throw invalidOption('oidcToken', problem, 'Give the token alone.')
    if (oidcTokenFilePath !== undefined) throw invalidOption('oidcToken', 'stands beside oidcTokenFilePath', 'Pass one of the two.')
  }
  if (oidcTokenFilePath !== undefined && !(typeof oidcTokenFilePath === 'string' && oidcTokenFilePath)) {
    throw invalidOption('oidcTokenFilePath', 'is not a path', 'Give the path of the file.')
  }
  const inCode = [options.roleArn, options.oidcProviderArn, oidcTokenFilePath, oidcToken].some((value) => value !== undefined)
  const field = oidcTokenFilePath === undefined ? TOKEN_FILE : 'oidcTokenFilePath'
  let exchange: ReturnType<typeof createTokenExchange> | undefined

  async function exchangeToken({ signal }: ResolveOptions = {}): Promise<Credentials> {
    const roleArn = session.findRoleArn()
    const providerArn = findProviderArn()
    const path = oidcToken === undefined ? (oidcTokenFilePath ?? readVariable(env, TOKEN_FILE)) : ''
    if (roleArn === undefined || providerArn === undefined || path === undefined) {
      const needed = { ALIBABA_CLOUD_ROLE_ARN: roleArn, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: providerArn, [TOKEN_FILE]: path }
      const missing = Object.entries(needed).flatMap(([variable, value]) => (value === undefined ? [variable] : []))
      throw notSet(NAME, missing, !inCode)
    }
    const parameters = { RoleArn: roleArn, OIDCProviderArn: providerArn, ...session.parameters() }
    exchange ??= (await loadProviderPart(NAME, () => import('#sessions'))).createTokenExchange(checked)
    return exchange({ parameters, path, field, signal })
  }

  return cached(exchangeToken, { now: options.now, ...refresh, name: NAME }) as CredentialProvider<KeyCredentials>
}
