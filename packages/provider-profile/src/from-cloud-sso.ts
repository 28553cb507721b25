import { type CredentialProvider, cached, invalidOption } from '@x/credentials-core'
import { checkEndpoint } from './check-endpoint.ts'
import { checkExpire } from './check-expire.ts'
import { checkLoginOptions, isToken, type LoginServiceOptions, loginService } from './login-service.ts'

export interface FromCloudSsoOptions extends LoginServiceOptions {
  /** Where users sign in. Only its scheme, host and port count. */
  readonly signInUrl: string
  readonly accountId: string
  /** The id of the access configuration. */
  readonly accessConfig: string
  /** What the last login gave. */
  readonly accessToken: string
  /** When that ends, in seconds since 1970. */
  readonly accessTokenExpire?: number | undefined
}

const NAME = 'cloud_sso'
const NEEDED = ['signInUrl', 'accountId', 'accessConfig', 'accessToken'] as const

/**
 * Credentials of an account that one has access to by CloudSSO, for a login that the command line made. The login itself cannot be renewed
 * here.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a field that is missing, or an address that is not https.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_LOGIN_REQUIRED` when the login has ended, `ERR_CREDENTIALS_DENIED`, `ERR_SERVICE` or
 * `ERR_BAD_RESPONSE`.
 * @throws TransportError when no answer came.
 * @example const provider = fromCloudSso({ signInUrl: 'https://signin.example.com/start', accountId, accessConfig, accessToken })
 */
export function fromCloudSso(options: FromCloudSsoOptions): CredentialProvider {
  checkLoginOptions(options, '', `${NEEDED.join(' ')} accessTokenExpire`)
  checkExpire(options)
  const { accountId, accessConfig, accessToken, accessTokenExpire, refresh } = options
  for (const field of NEEDED) {
    if (typeof options[field] !== 'string' || options[field] === '') throw invalidOption(field, 'is missing', `Give ${NEEDED.join(', ')}.`)
  }
  if (!isToken(accessToken)) throw invalidOption('accessToken', 'has a blank or a line break', 'Give it as the login gave it.')
  const url = `${checkEndpoint(options.signInUrl, 'signInUrl')}/cloud-credentials`
  const { ask, tokenOf } = loginService(NAME, 'CloudSSO', options)

  return cached(
    async ({ signal } = {}) => {
      const { members, unusable, readKey } = await ask({
        url,
        action: 'CloudCredentials',
        token: tokenOf({ accessToken, accessTokenExpire }),
        body: JSON.stringify({ AccountId: accountId, AccessConfigurationId: accessConfig }),
        signal,
        ended: [401],
      })
      const { CloudCredential } = members
      if (typeof CloudCredential !== 'object' || CloudCredential === null) throw unusable('CloudCredential')
      return readKey(CloudCredential)
    },
    { ...refresh, name: NAME },
  )
}
