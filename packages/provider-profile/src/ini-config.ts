import type { ProfileConfig, StsPlace } from './profile-config.ts'
import type { ProfileFields } from './profile-fields.ts'

const READERS: { readonly [T in ProfileConfig['type']]: (fields: ProfileFields) => ProfileConfig } = {
  access_key: ({ needSecret }) => ({
    type: 'access_key',
    accessKeyId: needSecret('access_key_id'),
    accessKeySecret: needSecret('access_key_secret'),
  }),
  sts: ({ needSecret }) => ({
    type: 'sts',
    accessKeyId: needSecret('access_key_id'),
    accessKeySecret: needSecret('access_key_secret'),
    securityToken: needSecret('security_token'),
  }),
  ram_role_arn: (fields) => ({
    type: 'ram_role_arn',
    accessKeyId: fields.needSecret('access_key_id'),
    accessKeySecret: fields.needSecret('access_key_secret'),
    securityToken: fields.secret('security_token'),
    roleArn: fields.need('role_arn'),
    roleSessionName: fields.text('role_session_name'),
    roleSessionExpiration: fields.number('role_session_expiration'),
    policy: fields.text('policy'),
    externalId: fields.text('external_id'),
    ...readPlace(fields),
  }),
  oidc_role_arn: (fields) => ({
    type: 'oidc_role_arn',
    roleArn: fields.text('role_arn'),
    oidcProviderArn: fields.text('oidc_provider_arn'),
    oidcTokenFilePath: fields.path('oidc_token_file_path'),
    roleSessionName: fields.text('role_session_name'),
    roleSessionExpiration: fields.number('role_session_expiration'),
    policy: fields.text('policy'),
    ...readPlace(fields),
  }),
  ecs_ram_role: ({ text, flag }) => ({
    type: 'ecs_ram_role',
    roleName: text('role_name'),
    disableIMDSv1: flag('disable_imds_v1'),
  }),
  rsa_key_pair: (fields) => ({
    type: 'rsa_key_pair',
    publicKeyId: fields.need('public_key_id'),
    privateKeyFile: fields.needPath('private_key_file'),
    roleSessionExpiration: fields.number('session_expiration') ?? fields.number('role_session_expiration'),
    ...readPlace(fields),
  }),
  credentials_uri: ({ text }) => ({ type: 'credentials_uri', credentialsURI: text('credentials_uri') }),
  bearer: ({ needSecret }) => ({ type: 'bearer', bearerToken: needSecret('bearer_token') }),
}

/** `region_id` is the region that gives the session. */
function readPlace({ text, flag }: ProfileFields): StsPlace {
  return {
    stsEndpoint: text('sts_endpoint'),
    stsRegionId: text('sts_region_id') ?? text('region_id'),
    enableVpc: flag('enable_vpc'),
  }
}

/** What a section of the credentials file asks for. */
export function readIniConfig(fields: ProfileFields): ProfileConfig {
  const type = fields.text('type')
  const supported = `Use one of ${Object.keys(READERS).join(', ')}.`
  if (type === undefined) throw fields.fail('type', 'has no type', supported)
  if (!Object.hasOwn(READERS, type)) throw fields.fail('type', 'has a type that is not supported', supported)
  return READERS[type as ProfileConfig['type']](fields)
}
