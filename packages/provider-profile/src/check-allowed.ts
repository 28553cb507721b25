import { CredentialsError, type Environment, readVariable } from '@x/credentials-core'

const SWITCH = 'ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS'

/** @throws CredentialsError `ERR_CREDENTIALS_DISABLED` when the operator forbids what starts programs or asks addresses that a file names. */
export function checkAllowed(env: Environment | undefined, provider: string): void {
  if (!/^(1|true)$/i.test(readVariable(env, SWITCH) ?? '')) return
  const hint = `Unset ${SWITCH}, or choose another profile.`
  throw new CredentialsError(`${SWITCH} forbids it.`, { code: 'ERR_CREDENTIALS_DISABLED', provider, field: SWITCH, hint })
}
