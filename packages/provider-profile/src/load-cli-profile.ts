import { CredentialsError, systemCode } from '@x/credentials-core'
import { updateFile } from '#system'
import { type CliFile, type CliProfile, readCliFile } from './cli-file.ts'
import { isBlank, planCliProfile } from './cli-plan.ts'
import { type CliFields, editCliProfile } from './edit-cli-profile.ts'
import type { FromCliProfileOptions } from './from-cli-profile.ts'
import type { ProfileFile } from './profile-file.ts'
import type { LabelledPlan } from './profile-plan.ts'
import type { Warn } from './profile-warning.ts'

/** What a profile of the command line's config file asks for. */
export async function loadCliProfile(options: FromCliProfileOptions, file: ProfileFile, warn: Warn): Promise<LabelledPlan> {
  const { kind, named, shown } = file
  const cli = await readCliFile(file)
  const { current, profiles, hasDuplicates } = cli
  if (hasDuplicates) warn('DUPLICATE', `The ${kind.what} ${shown} has several profiles of one name.`, 'Keep one: the first counts.')
  const name = named?.name ?? current ?? 'default'
  const profile = profiles.get(name)
  if (!profile && !named && current !== undefined && profiles.size > 0) {
    throw new CredentialsError(`The current profile of ${shown} is not in the file.`, {
      code: 'ERR_INVALID_OPTION',
      provider: kind.provider,
      field: 'current',
      hint: 'Run aliyun configure switch, or name a profile by ALIBABA_CLOUD_PROFILE.',
    })
  }
  if (!profile) {
    const hint = 'Run aliyun configure, or name another profile by ALIBABA_CLOUD_PROFILE.'
    throw file.absent(`The ${kind.what} ${shown} has no profile ${name}`, hint)
  }
  if (isBlank(profile)) throw file.absent(`The profile ${name} of ${shown} has no keys`, 'Run aliyun configure.')

  const save = (owner: string, change: (now: CliProfile) => CliFields | undefined): Promise<boolean> =>
    saveProfile(options, file, owner, change, warn)
  const reload = async (): Promise<CliFile> => readCliFile({ ...file, text: await file.reread() })
  return { label: `${name} of ${shown}`, plan: planCliProfile({ options, file, cli, warn, reload, save }, name, profile) }
}

/** Writes fields of a profile, and tells whether it could. The credentials are at hand, so a file that cannot be written is no reason to fail (R57). */
async function saveProfile(
  options: FromCliProfileOptions,
  { path, shown }: ProfileFile,
  owner: string,
  change: (now: CliProfile) => CliFields | undefined,
  warn: Warn,
): Promise<boolean> {
  try {
    const update = options.updateFile ?? (options.readFile ? undefined : updateFile)
    if (!update) throw Object.assign(new Error('no way to write'), { code: 'ENOWRITER' })
    await update(path, (text) => editCliProfile(text, owner, change))
    return true
  } catch (error) {
    const code = systemCode(error)
    const hint =
      code === 'ELOCKED'
        ? `Another program holds ${shown}.lock; remove it if there is none.`
        : 'Give this process the right to write the file and its folder, or the option updateFile.'
    warn('NOT_SAVED', `What was renewed for the profile ${owner} could not be written to ${shown}${code && ` (${code})`}.`, hint)
    return false
  }
}
