import { inspect } from 'node:util'
import { type After, type CredentialProvider, isAlibabaCloudError } from '@x/credentials-core'
import { createScriptedFetch, findCanary, type ScriptedAnswer, type ScriptedRequest } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { PKCS8 } from '../../provider-rsa/test/__fixtures__/throw-away-key.ts'
import {
  Client,
  type Config,
  type CredentialEvent,
  createProvider,
  type DefaultChainOptions,
  explain,
  fromDefaultChain,
} from '../src/index.ts'
import { CLI, cliFile, createFiles, INI, nowhere } from './chain-places.ts'

const ID = 'LTAIcanaryKeyId9x7c5vWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
/** A line from the middle of the private key. */
const PEM = PKCS8.split('\n')[9] ?? ''

const roleArn = 'acs:ram::1234567890123456:role/reader'
const oidcProviderArn = 'acs:ram::1234567890123456:oidc-provider/cluster'
const pair = { accessKeyId: ID, accessKeySecret: SECRET }
const uri = `https://helper.test/x?token=${encodeURIComponent(TOKEN)}`

/** A machine with secrets in one place. */
interface Source {
  readonly config?: Config
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

const OIDC_FILE = { '/var/run/token': `${TOKEN}\n` }
const KEY_FILE = { '/keys/key.pem': PKCS8 }
const OIDC_VARIABLES = {
  ALIBABA_CLOUD_ROLE_ARN: roleArn,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidcProviderArn,
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/var/run/token',
}
const iniFile = (type: string, ...lines: string[]): Record<string, string> => ({
  [INI]: ['[default]', `type = ${type}`, ...lines, ''].join('\n'),
})
const iniKeys = [`access_key_id = ${ID}`, `access_key_secret = ${SECRET}`]
const cliKeys = { access_key_id: ID, access_key_secret: SECRET, sts_token: TOKEN }
const cliProfile = (mode: string, fields: object): Record<string, string> => ({ [CLI]: cliFile({ name: 'a', mode, ...fields }) })
const sso = {
  cloud_sso_sign_in_url: 'https://signin.test/start',
  cloud_sso_account_id: 'account-1',
  cloud_sso_access_config: 'config-1',
  access_token: TOKEN,
  cloud_sso_access_token_expire: 1893459600,
}
const oauth = { oauth_site_type: 'CN', oauth_access_token: SECRET, oauth_access_token_expire: 1893456060, oauth_refresh_token: TOKEN }

/** Every provider, in code, by variables and by files. */
const SOURCES: Readonly<Record<string, Source>> = {
  'access_key in code': { config: { type: 'access_key', ...pair } },
  'sts in code': { config: { type: 'sts', ...pair, securityToken: TOKEN } },
  'bearer in code': { config: { type: 'bearer', bearerToken: TOKEN } },
  'ram_role_arn in code': { config: { type: 'ram_role_arn', ...pair, securityToken: TOKEN, roleArn } },
  'oidc_role_arn in code': {
    config: { type: 'oidc_role_arn', roleArn, oidcProviderArn, oidcTokenFilePath: '/var/run/token' },
    files: OIDC_FILE,
  },
  'ecs_ram_role in code': { config: { type: 'ecs_ram_role', metadataEndpoint: 'metadata.test' } },
  'rsa_key_pair in code': { config: { type: 'rsa_key_pair', publicKeyId: 'key-1', privateKeyFile: '/keys/key.pem' }, files: KEY_FILE },
  'rsa_key_pair with its key in code': { config: { type: 'rsa_key_pair', publicKeyId: 'key-1', privateKey: PKCS8 } },
  'credentials_uri in code': { config: { type: 'credentials_uri', credentialsURI: uri } },
  'the variables': {
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN },
  },
  'the OIDC variables': { env: OIDC_VARIABLES, files: OIDC_FILE },
  'the metadata service': {},
  'the credentials URI': { env: { ALIBABA_CLOUD_CREDENTIALS_URI: uri, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' } },
  'ini access_key': { files: iniFile('access_key', ...iniKeys) },
  'ini sts': { files: iniFile('sts', ...iniKeys, `security_token = ${TOKEN}`) },
  'ini ram_role_arn': { files: iniFile('ram_role_arn', ...iniKeys, `role_arn = ${roleArn}`) },
  'ini oidc_role_arn': {
    files: {
      ...iniFile(
        'oidc_role_arn',
        `role_arn = ${roleArn}`,
        `oidc_provider_arn = ${oidcProviderArn}`,
        'oidc_token_file_path = /var/run/token',
      ),
      ...OIDC_FILE,
    },
  },
  'ini ecs_ram_role': { files: iniFile('ecs_ram_role', 'role_name = role') },
  'ini rsa_key_pair': { files: { ...iniFile('rsa_key_pair', 'public_key_id = key-1', 'private_key_file = /keys/key.pem'), ...KEY_FILE } },
  'ini credentials_uri': { files: iniFile('credentials_uri', `credentials_uri = ${uri}`) },
  'ini bearer': { files: iniFile('bearer', `bearer_token = ${TOKEN}`) },
  'CLI AK': { files: cliProfile('AK', cliKeys) },
  'CLI StsToken': { files: cliProfile('StsToken', cliKeys) },
  'CLI RamRoleArn': { files: cliProfile('RamRoleArn', { ...cliKeys, ram_role_arn: roleArn }) },
  'CLI EcsRamRole': { files: cliProfile('EcsRamRole', {}) },
  'CLI OIDC': {
    files: {
      ...cliProfile('OIDC', { ram_role_arn: roleArn, oidc_provider_arn: oidcProviderArn, oidc_token_file: '/var/run/token' }),
      ...OIDC_FILE,
    },
  },
  'CLI ChainableRamRoleArn': {
    files: {
      [CLI]: cliFile(
        { name: 'a', mode: 'ChainableRamRoleArn', source_profile: 'b', ram_role_arn: roleArn },
        { name: 'b', mode: 'StsToken', ...cliKeys },
      ),
    },
  },
  'CLI RamRoleArnWithRoleName': { files: cliProfile('RamRoleArnWithRoleName', { ram_role_name: 'role', ram_role_arn: roleArn }) },
  'CLI RsaKeyPair': { files: { ...cliProfile('RsaKeyPair', { key_pair_name: 'key-1', private_key: '/keys/key.pem' }), ...KEY_FILE } },
  'CLI CredentialsURI': { files: cliProfile('CredentialsURI', { credentials_uri: uri }) },
  'CLI CloudSSO': { files: cliProfile('CloudSSO', sso) },
  'CLI OAuth': { files: cliProfile('OAuth', oauth) },
  'CLI BearerToken': { files: cliProfile('BearerToken', { bearer_token: TOKEN }) },
}

const KEYS = { AccessKeyId: ID, AccessKeySecret: SECRET, SecurityToken: TOKEN, Expiration: '2030-01-01T01:00:00Z' }

/** What every service says when all is well. */
function goodBody({ url, body }: ScriptedRequest): unknown {
  const { pathname } = new URL(url)
  if (pathname === '/latest/api/token') return TOKEN
  if (pathname.endsWith('/security-credentials/')) return 'role'
  if (pathname === '/v1/token') return { access_token: SECRET, refresh_token: TOKEN, expires_in: 3600 }
  if (pathname === '/cloud-credentials') return { CloudCredential: KEYS }
  if (!String(body ?? '').includes('Action=')) return { Code: 'Success', ...KEYS }
  const session = { SessionAccessKeyId: ID, SessionAccessKeySecret: SECRET, Expiration: KEYS.Expiration }
  return { Credentials: KEYS, SessionAccessKey: session }
}

/** Another value in the place of each, however deep. */
function replace(value: unknown, by: (leaf: unknown, name: string) => unknown, name = ''): unknown {
  if (typeof value !== 'object' || value === null) return by(value, name)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replace(member, by, key)]))
}

const shown = `${SECRET} ${TOKEN} ${ID} ${PEM}`
const quoting = {
  HostId: shown,
  Recommend: shown,
  AccessDeniedDetail: { shown },
  error_description: shown,
  ErrorMessage: shown,
  more: [shown],
}

/** What a service says of a request that it refuses: the secret that it was sent, where it was sent one, else that which signed it. */
function messageFor({ body }: ScriptedRequest): string {
  const sent = new URLSearchParams(String(body ?? ''))
  if (sent.get('SignatureType') === 'PRIVATEKEY') return 'That key is not known.'
  return `You sent ${sent.get('OIDCToken') ?? sent.get('SecurityToken') ?? SECRET}.`
}

/** What may come back instead: each holds the secrets, at every place it has. */
const ANSWERS: Readonly<Record<string, (request: ScriptedRequest, good: unknown) => ScriptedAnswer>> = {
  'all is well': (_, body) => ({ body }),
  'no answer': () => ({ error: Object.assign(new Error(shown, { cause: new Error(shown) }), { code: 'ECONNRESET', request: shown }) }),
  'a redirect': () => ({ status: 302, headers: { location: `https://other.test/?token=${TOKEN}` }, body: shown }),
  'a refusal': (request, good) => ({
    status: 403,
    headers: { date: shown, 'x-acs-request-id': `${SECRET}/` },
    body: { ...quoting, Code: 'NoPermission', Message: messageFor(request), RequestId: `${SECRET}/`, good },
  }),
  'a refusal with secrets for a code': (request) => ({
    status: 400,
    body: { ...quoting, Code: `x ${SECRET}`, ErrorCode: TOKEN, error: SECRET, Message: messageFor(request) },
  }),
  'a login that has ended': (request) => ({
    status: 401,
    body: { ...quoting, Code: 'Ended', error: 'invalid_grant', Message: messageFor(request) },
  }),
  'a wrong signature': ({ body }) => ({
    status: 400,
    body: { Code: 'SignatureDoesNotMatch', Message: `server string to sign is: POST&%2F&${encodeURIComponent(String(body))}${SECRET}` },
  }),
  'nothing at the path': () => ({ status: 404, body: `<html>${shown}</html>` }),
  'a service that is down': () => ({ status: 503, headers: { 'retry-after': SECRET }, body: quoting }),
  'a page': () => ({ body: `<html>${shown}</html>` }),
  'an answer that is cut off': (_, good) => ({ body: JSON.stringify(good).slice(0, -2) }),
  'an answer that is too large': () => ({ body: `${shown} `.repeat(4000) }),
  'lists in the place of text': (_, good) => ({ body: replace(good, () => [shown]) }),
  'texts with blanks': (_, good) => ({ body: replace(good, (_, name) => (name === 'Code' ? 'Success' : `${shown}\n`)) }),
  'secrets for an end': (_, good) => ({ body: replace(good, (leaf, name) => (name === 'Expiration' ? SECRET : leaf)) }),
  'no secret key': (_, good) => ({ body: replace(good, (leaf, name) => (/Secret|refresh/.test(name) ? null : leaf)) }),
  'secrets for names': (_, good) => ({ body: { [SECRET]: good, [TOKEN]: shown } }),
}

/** What may become of a file or a variable that holds secrets. */
const TEXTS: Readonly<Record<string, (text: string) => string>> = {
  'cut off': (text) => text.slice(0, Math.floor(text.length * 0.7)),
  'with a line of secrets before': (text) => `${shown}\n${text}`,
  'with a line of secrets after': (text) => `${text}\n${shown}\n`,
  'in angle brackets': (text) => text.replaceAll(SECRET, `<${SECRET}>`).replaceAll(TOKEN, `<${TOKEN}>`),
  'with blanks inside': (text) => text.replaceAll(SECRET, `${SECRET} ${SECRET}`).replaceAll(TOKEN, `${TOKEN} ${TOKEN}`),
  'without its first half': (text) => text.slice(Math.floor(text.length / 2)),
  'with secrets for numbers': (text) => text.replaceAll('1893459600', `"${SECRET}"`).replaceAll(roleArn, SECRET),
  'with a bell': (text) => text.replaceAll(SECRET, `${SECRET}\u0007`).replaceAll(TOKEN, `${TOKEN}\0`),
}

/** Short waits pass at once, long ones never. */
function createHurriedClock() {
  let elapsed = 0
  const after: After = (ms, run) => {
    if (ms >= 1000) return () => {}
    elapsed += ms
    const timer = setTimeout(run, 0)
    return () => clearTimeout(timer)
  }
  return { now: () => Date.UTC(2030, 0, 1) + elapsed, monotonic: () => elapsed, after }
}

/** Looks for the secrets in a value, and in what consoles print of it. */
function expectClean(value: unknown, kind: string, secrets: readonly string[] = [ID, SECRET, TOKEN]): void {
  const printed = inspect(value, { depth: 9, showHidden: true })
  for (const canary of secrets) expect(findCanary(canary, value, printed), kind).toEqual([])
}

/** What a provider gives or throws; nothing but errors of the family may come. */
async function outcomeOf(
  make: () => CredentialProvider,
): Promise<{ provider: CredentialProvider | undefined; outcome: unknown; failed: boolean }> {
  let provider: CredentialProvider | undefined
  try {
    provider = make()
    return { provider, outcome: await provider(), failed: false }
  } catch (error) {
    if (!isAlibabaCloudError(error)) throw error
    return { provider, outcome: error, failed: true }
  }
}

/** Asks a machine in every way there is, and looks at all that comes of it. Says whether it failed. */
async function check(kind: string, source: Source, answer: (request: ScriptedRequest) => ScriptedAnswer): Promise<boolean> {
  const { config, env = {}, files = {} } = source
  const secrets = JSON.stringify(source).includes(PEM) ? [ID, SECRET, TOKEN, PEM] : [ID, SECRET, TOKEN]
  const events: CredentialEvent[] = []
  const { now, ...refresh } = createHurriedClock()
  const onEvent = (event: CredentialEvent): number => events.push(event)
  const fetch = createScriptedFetch(answer)
  const readFile = createFiles(files)
  if (config) {
    const reads = config.type === 'oidc_role_arn' || config.type === 'rsa_key_pair' ? { readFile } : {}
    const asks = /^(access_key|sts|bearer)$/.test(config.type) ? {} : { fetch, refresh: { ...refresh, now, onEvent } }
    const { provider, outcome, failed } = await outcomeOf(() => createProvider({ ...config, ...reads, ...asks, env } as Config))
    const client = provider && new Client(provider)
    expectClean({ provider, client, events, outcome }, kind, secrets)
    return failed
  }
  const options: DefaultChainOptions = {
    ...{ ...nowhere, ecs: 'auto', metadataEndpoint: 'metadata.test' },
    ...{ env, readFile, fetch, now, refresh, onEvent },
  }
  const { provider, outcome, failed } = await outcomeOf(() => fromDefaultChain(options))
  const report = await explain({ ...options, fetch: createScriptedFetch(answer) })
  expect(report.ok, kind).toBe(!failed)
  expectClean({ provider, events, report, outcome }, kind, secrets)
  return failed
}

/** Whether a source asks anybody for its credentials. */
function asksSomebody(name: string): boolean {
  return !/^(access_key|sts|bearer) in code$|^the variables$|^ini (access_key|sts|bearer)$|^CLI (AK|StsToken|BearerToken)$/.test(name)
}

describe('R1 R2 R3 R4 R10 the canary', () => {
  it.each(Object.entries(SOURCES))(
    'shows nowhere, whatever the services answer to %s',
    async (name, source) => {
      const failures: string[] = []
      for (const [kind, answer] of Object.entries(ANSWERS)) {
        if (!asksSomebody(name) && kind !== 'all is well') continue
        if (await check(kind, source, (request) => answer(request, goodBody(request)))) failures.push(kind)
      }
      expect(failures).not.toContain('all is well')
      if (asksSomebody(name)) expect(failures.length).toBeGreaterThan(10)
    },
    600_000,
  )

  it.each(Object.entries(SOURCES).filter(([, { files, env }]) => files || env))(
    'shows nowhere, whatever becomes of the files and variables of %s',
    async (_, source) => {
      const { env = {}, files = {} } = source
      let failures = 0
      const good = (request: ScriptedRequest): ScriptedAnswer => ({ body: goodBody(request) })
      for (const [path, text] of Object.entries(files)) {
        for (const [kind, change] of Object.entries({ ...TEXTS, unreadable: (_text: string) => 'EACCES' })) {
          if (await check(`${path} ${kind}`, { ...source, files: { ...files, [path]: change(text) } }, good)) failures++
        }
      }
      for (const [variable, text] of Object.entries(env)) {
        for (const [kind, change] of Object.entries(TEXTS)) {
          if (await check(`${variable} ${kind}`, { ...source, env: { ...env, [variable]: change(text) } }, good)) failures++
        }
      }
      expect(failures).toBeGreaterThan(1)
    },
    600_000,
  )

  it.each([
    ['prints something else', 'console.log(process.argv[1]); console.error(process.argv[1])'],
    ['fails', 'console.log(process.argv[1]); console.error(process.argv[1]); process.exit(1)'],
    ['prints half an object', 'console.log(process.argv[1].slice(0, -3))'],
  ])('shows nowhere, when a program %s', async (_, script) => {
    const output = JSON.stringify({ mode: 'StsToken', access_key_id: ID, access_key_secret: SECRET, token: TOKEN })
    const command = `${process.execPath} -e "${script}" '${output}'`
    const failed = await check(script, { files: cliProfile('External', { process_command: command }) }, () => ({ status: 404 }))
    expect(failed).toBe(true)
  })

  it.each(Object.entries(SOURCES).filter(([, { config }]) => config))('shows in no error for the members of %s', (_, source) => {
    const config = source.config as Config & Record<string, unknown>
    let refused = 0
    for (const member of Object.keys(config)) {
      for (const wrong of [`${SECRET}\n`, `<${SECRET}>`, shown, [SECRET], { [SECRET]: TOKEN }, { toString: () => SECRET }]) {
        try {
          createProvider({ ...config, [member]: wrong } as Config)
        } catch (error) {
          refused++
          expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION' })
          expectClean(error, member)
        }
      }
    }
    expect(refused).toBeGreaterThan(4)
  })
})
