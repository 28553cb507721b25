import { CredentialsError } from '@x/credentials-core'

/** Stands for the credentials of a client that has none. */
export async function noProvider(): Promise<never> {
  throw new CredentialsError('The call needs credentials, and the client has none.', {
    code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
    provider: 'none',
    hint: 'Pass credential, or accessKeyId and accessKeySecret, to the client.',
  })
}
