import { placeOf, readJsonTree } from './json-tree.ts'
import type { ProfileFile } from './profile-file.ts'
import { syntaxError } from './syntax-error.ts'

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

/**
 * The profiles of a config file. Some programs write it in place, so a text that is cut off is read once more.
 *
 * @throws CredentialsError `ERR_FILE_SYNTAX`, with `line` and `column`.
 */
export async function readCliFile(file: ProfileFile): Promise<CliFile> {
  try {
    return parseCliFile(file.text, file)
  } catch (error) {
    const text = await file.reread()
    if (text === file.text) throw error
    return parseCliFile(text, file)
  }
}

function parseCliFile(text: string, file: ProfileFile): CliFile {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    const tree = readJsonTree(text)
    throw syntaxError(file, 'is no JSON', 'mistakeAt' in tree ? placeOf(text, tree.mistakeAt) : undefined)
  }
  const members = membersOf(root)
  if (!members) throw syntaxError(file, 'is no JSON object')
  const list = members.profiles ?? []
  const current = members.current ?? ''
  if (!Array.isArray(list)) throw syntaxError(file, 'has profiles that are no list')
  if (typeof current !== 'string') throw syntaxError(file, 'has a current that is no text')
  const profiles = new Map<string, CliProfile>()
  for (const item of list) {
    const profile = membersOf(item)
    if (typeof profile?.name !== 'string') throw syntaxError(file, 'has a profile without a name')
    if (!profiles.has(profile.name)) profiles.set(profile.name, profile)
  }
  return { current: current || undefined, profiles, hasDuplicates: profiles.size < list.length }
}

/** The members of an object, without a prototype, so that none comes from there (R39). */
function membersOf(value: unknown): CliProfile | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null), value) : undefined
}
