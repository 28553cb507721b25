import {
  type ChainLink,
  createChain,
  type Environment,
  emit,
  isAlibabaCloudError,
  processEnvironment,
  type ResolveOptions,
  withName,
} from '@x/credentials-core'
import { createFileLinks } from '#file-links'
import { type DefaultChainOptions, defaultLinks, type FileAccess } from './default-links.ts'

/** What became of one link of the default chain. */
export interface ExplainedLink extends Omit<ChainLink, 'outcome' | 'lookedAt'> {
  /** As in `ChainLink`, and `not_reached` for the links after the one that decided. */
  readonly outcome: ChainLink['outcome'] | 'not_reached'
  /** The variable, file or option that decided; empty when none did. */
  readonly lookedAt: string
}

/** Where credentials come from, or why there are none. Plain data without secrets, the same members in the same order each time. */
export interface ExplainReport {
  /** Whether there are credentials. */
  readonly ok: boolean
  /** Path of the provider that gave them, such as `default/env`; empty without credentials, like the four members after it. */
  readonly providerName: string
  readonly type: string
  /** First and last four characters of the AccessKey id. */
  readonly keyId: string
  /** End of validity, such as `2030-01-01T00:00:00.000Z`; empty when there is none. */
  readonly expiration: string
  /** The code of the failure; empty with credentials. */
  readonly code: string
  /** Every link, in order. */
  readonly links: readonly ExplainedLink[]
  /** What works, but should be put right. */
  readonly warnings: readonly string[]
}

/**
 * Asks the default chain for credentials and reports what each link said.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an option that is not known. A failure to find credentials is part of the report.
 * @example console.log(JSON.stringify(await explain(), null, 2))
 */
export function explain(options?: DefaultChainOptions, call?: Pick<ResolveOptions, 'signal'>): Promise<ExplainReport> {
  return explainBy({ createFileLinks }, options, call)
}

/** The report with a runtime's way to read files. */
export async function explainBy(
  access: FileAccess,
  options: DefaultChainOptions = {},
  { signal }: Pick<ResolveOptions, 'signal'> = {},
): Promise<ExplainReport> {
  const { inOrder, refresh, warnings } = defaultLinks(options, access)
  const { lenient, env = processEnvironment() } = options
  let asked: readonly ChainLink[] = []
  const chain = createChain(inOrder, {
    ...refresh,
    name: 'default',
    lenient,
    onEvent(event) {
      if (event.type === 'chain') asked = event.links
      emit(refresh.onEvent, event)
    },
  })
  const found = { providerName: '', type: '', keyId: '', expiration: '', code: '' }
  try {
    const credentials = await withName('default', chain)({ signal })
    const { providerName, type, expiration } = credentials
    // What enumeration shows of credentials is masked.
    const { keyId = '' } = { ...credentials } as { keyId?: string }
    Object.assign(found, { providerName, type, keyId, expiration: expiration?.toISOString() ?? '' })
  } catch (error) {
    if (!isAlibabaCloudError(error)) throw error
    found.code = error.code
  }
  return {
    ok: found.code === '',
    ...found,
    links: inOrder().map(({ providerName = '' }, index) => explainLink(providerName, asked[index])),
    warnings: [...variableWarnings(env), ...warnings],
  }
}

function explainLink(name: string, link: ChainLink | undefined): ExplainedLink {
  const { outcome = 'not_reached', reason = '', lookedAt = '', ms = 0, hint = '' } = link ?? {}
  return { name, outcome, reason, lookedAt, ms: Math.round(ms), hint }
}

const VARIABLES = [
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
  'ALIBABA_CLOUD_CREDENTIALS_URI',
]

function variableWarnings(env: Environment): string[] {
  const untrimmed = VARIABLES.filter((name) => env[name] !== env[name]?.trim())
  const found = untrimmed.map((name) => `${name} has blanks or line breaks around its value. They are left out.`)
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    found.push('NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off in this process.')
  return found
}
