import type { CredentialsError } from '@x/credentials-core'
import { placeOf, readJsonTree } from './json-tree.ts'
import { type ProfileFile, type ProfileFileKind, syntaxError } from './profile-file.ts'

/** The fields of one profile. */
export type CliProfile = Readonly<Record<string, unknown>>

/** The config file of the command line. */
export interface CliFile {
  /** The profile that is used when none is named. */
  readonly current: string | undefined
  /** By name: of several with one name, the first. */
  readonly profiles: ReadonlyMap<string, CliProfile>
  /** Whether several have one name. */
  readonly hasDuplicates: boolean
}

export const CLI_FILE: ProfileFileKind = {
  provider: 'cli_profile',
  what: 'CLI config file',
  variable: 'ALIBABA_CLOUD_CONFIG_FILE',
  defaults: [['.aliyun', 'config.json']],
}

/**
 * The profiles of a config file. Some programs write it in place, so a text that is cut off is read once more.
 *
 * @throws CredentialsError `ERR_FILE_SYNTAX`, with `line` and `column`.
 */
export async function readCliFile(file: ProfileFile): Promise<CliFile> {
  const read = parseCliFile(file.text, file)
  if (!('code' in read)) return read
  const text = await file.reread()
  const again = text === file.text ? read : parseCliFile(text, file)
  if ('code' in again) throw again
  return again
}

function parseCliFile(text: string, file: Pick<ProfileFile, 'shown' | 'field'>): CliFile | CredentialsError {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    const tree = readJsonTree(text)
    return syntaxError(CLI_FILE, file, 'mistakeAt' in tree ? placeOf(text, tree.mistakeAt) : undefined, 'is no JSON')
  }
  if (!isObject(root)) return syntaxError(CLI_FILE, file, undefined, 'is no JSON object')
  const list = own(root, 'profiles') ?? []
  if (!Array.isArray(list)) return syntaxError(CLI_FILE, file, undefined, 'has profiles that are no list')
  const profiles = new Map<string, CliProfile>()
  let hasDuplicates = false
  for (const profile of list) {
    const name = isObject(profile) ? own(profile, 'name') : undefined
    if (typeof name !== 'string') return syntaxError(CLI_FILE, file, undefined, 'has a profile without a name')
    if (profiles.has(name)) hasDuplicates = true
    else profiles.set(name, profile)
  }
  const current = own(root, 'current') ?? ''
  if (typeof current !== 'string') return syntaxError(CLI_FILE, file, undefined, 'has a current that is no text')
  return { current: current || undefined, profiles, hasDuplicates }
}

/** A member, but none of the prototype (R39). */
function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
