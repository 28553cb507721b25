import { CredentialsError } from '@x/credentials-core'
import type { FromProfileOptions } from './from-profile.ts'
import { parseIni } from './parse-ini.ts'
import type { ProfileConfig } from './profile-config.ts'
import { profileFields } from './profile-fields.ts'
import type { ProfileFile } from './profile-file.ts'
import { type FieldNames, PROFILE_TYPES, readConfig } from './profile-kinds.ts'
import { type LabelledPlan, planConfig } from './profile-plan.ts'
import type { Warn } from './profile-warning.ts'
import { syntaxError } from './syntax-error.ts'

/** `region_id` is the region that gives the session. */
const NAMES: FieldNames = { disableIMDSv1: ['disable_imds_v1'], stsRegionId: ['sts_region_id', 'region_id'] }
const NAMES_OF_KEY_PAIR: FieldNames = { ...NAMES, roleSessionExpiration: ['session_expiration', 'role_session_expiration'] }

/** What a section of the credentials file asks for. */
export async function loadIniProfile(options: FromProfileOptions, file: ProfileFile, warn: Warn): Promise<LabelledPlan> {
  const { kind, named, shown } = file
  const name = named?.name ?? 'default'
  const label = `${name} of ${shown}`
  const values = await readSection(file, name, warn)
  if (!values) {
    const hint = 'Add the section, or name another profile by ALIBABA_CLOUD_PROFILE.'
    throw file.absent(`The ${kind.what} ${shown} has no section ${name}`, hint)
  }
  const { enableDefault = true } = options
  if (!(values.enable === undefined ? enableDefault : values.enable.toLowerCase() === 'true')) {
    throw new CredentialsError(`The profile ${label} is disabled.`, {
      code: 'ERR_CREDENTIALS_DISABLED',
      provider: kind.provider,
      field: 'enable',
      hint: 'Write enable = true into its section, or name another profile.',
      // Who names a profile means it, and gets no other instead.
      skippable: named === undefined,
    })
  }
  const fields = profileFields(file, name, values, warn)
  const supported = `Use one of ${PROFILE_TYPES.join(', ')}.`
  const type = fields.needText('type', supported) as ProfileConfig['type']
  if (!PROFILE_TYPES.includes(type)) throw fields.fail('type', 'is not supported', supported)
  const config = readConfig(type, fields, type === 'rsa_key_pair' ? NAMES_OF_KEY_PAIR : NAMES)
  return { label, plan: planConfig(options.create, config, { provider: kind.provider, label }) }
}

async function readSection(file: ProfileFile, name: string, warn: Warn): Promise<Readonly<Record<string, string>> | undefined> {
  const ini = await parseIni(file.text)
  if ('problem' in ini) throw syntaxError(file, ini.problem, ini)
  for (const { line, what } of ini.duplicates.slice(0, 20)) {
    warn('DUPLICATE', `The ${file.kind.what} ${file.shown}, line ${line}, repeats a ${what}.`, 'Keep one: what stands last counts.')
  }
  return ini.sections.get(name)
}
