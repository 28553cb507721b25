import { keys, roleArn } from './keys.mjs'
import { redirectTo } from './redirect.mjs'

/** Each makes a function that gives credentials, against a credential server at `origin`. A process pays only for what it imports. */
export const providers = {
  limit: {
    'bare async function': () => {
      const credentials = Object.freeze({ ...keys })
      return async () => credentials
    },
  },
  official: {
    '@alicloud/credentials static': (origin) => official(origin, { type: 'access_key', ...keys }),
    '@alicloud/credentials sts': (origin) => official(origin, { type: 'ram_role_arn', ...keys, roleArn, roleSessionName: 'bench' }),
    '@alicloud/credentials ecs': (origin) => official(origin, { type: 'ecs_ram_role', roleName: 'reader' }),
    '@alicloud/credentials uri': (origin) => official(origin, { type: 'credentials_uri', credentialsURI: `${origin}/credentials` }),
  },
  ours: {
    'ours static': async () => {
      const { fromAccessKey } = await import('@x/credentials-core')
      return fromAccessKey(keys)
    },
    'ours sts': async (origin) => {
      const { fromRamRoleArn } = await import('@x/provider-sts')
      return fromRamRoleArn({ ...keys, roleArn, roleSessionName: 'bench', stsEndpoint: origin })
    },
    'ours ecs': async (origin) => {
      const { fromEcsRamRole } = await import('@x/provider-ecs')
      // Patient, so that a machine that stalls for a second counts the same requests as any other.
      return fromEcsRamRole({ roleName: 'reader', metadataEndpoint: origin, timeout: 30_000, connectTimeout: 30_000 })
    },
    'ours uri': async (origin) => {
      const { fromCredentialsUri } = await import('@x/credentials-core')
      return fromCredentialsUri({ credentialsURI: `${origin}/credentials` })
    },
    'ours Client sts': async (origin) => {
      const { Client } = await import('@x/credentials')
      const client = new Client({ type: 'ram_role_arn', ...keys, roleArn, roleSessionName: 'bench', stsEndpoint: origin })
      return () => client.getCredential()
    },
  },
}

async function official(origin, config) {
  redirectTo(origin)
  const { default: module } = await import('@alicloud/credentials')
  const client = new module.default(new module.Config(config))
  return () => client.getCredential()
}
