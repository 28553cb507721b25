import { type AlibabaCloudError, type Credentials, type CredentialsError, parseJsonObject, readKeys } from '@x/credentials-core'
import { createMetadataService, type MetadataSettings, type Visit, type VisitOptions } from './metadata-service.ts'
import { ROLE_NAME } from './role-name.ts'
import { createStopwatch } from './stopwatch.ts'

/** How to ask for the role of the instance. */
export interface InstanceRoleSettings extends MetadataSettings {
  /** Milliseconds for which a service that nobody expected, and that gave no answer, is not asked again. */
  readonly absenceMemory: number
}

/** Asks for the keys of the role that is given, else of the one that the service names. */
export type InstanceRole = (
  options: Pick<VisitOptions, 'signal' | 'hardenedOnly'> & { readonly given: string | undefined },
) => Promise<Credentials>

/** Source: the guide to instance metadata of ECS. A role name follows, or nothing to ask for it. */
const ROLE_PATH = '/latest/meta-data/ram/security-credentials/'

/** Makes the function that asks the metadata service. It remembers the role's name, and a service that is not there. */
export function createInstanceRole({ absenceMemory, ...service }: InstanceRoleSettings): InstanceRole {
  const { provider, refresh } = service
  const { random = Math.random } = refresh
  const visitService = createMetadataService(service)
  const startWatch = createStopwatch(refresh)

  /** Why the service was passed over last, and for how long that holds. */
  let absence: { readonly failure: AlibabaCloudError; readonly age: () => number; readonly ms: number } | undefined
  /** The role name that the service told. */
  let known: string | undefined

  return async ({ signal, given, hardenedOnly }) => {
    const expected = given !== undefined
    if (!expected && absence && absence.age() < absence.ms) throw absence.failure
    absence = undefined
    const visit = visitService({ signal, expected, hardenedOnly })
    try {
      return await resolve(visit, given)
    } catch (error) {
      if ((error as Partial<CredentialsError>)?.skippable) {
        // `cached` pauses after outages only. Whoever answered is there, and may answer better soon.
        const silent = visit.attempts.every(({ code }) => code === 'ERR_TIMEOUT' || code === 'ERR_NETWORK')
        const ms = Math.max(1000 + random() * 2000, silent ? absenceMemory : 0)
        absence = { failure: error as CredentialsError, age: startWatch(), ms }
      }
      throw error
    }
  }

  async function resolve(visit: Visit, given: string | undefined): Promise<Credentials> {
    const ask = async (role: string): Promise<string | undefined> => visit.get('GetCredentials', ROLE_PATH + role)
    const remembered = given ?? known
    let text = await ask(remembered ?? (await discover(visit)))
    if (text === undefined && given === undefined) {
      known = undefined
      // Another role may have taken the place of the one remembered.
      if (remembered !== undefined) text = await ask(await discover(visit))
    }
    if (text === undefined) throw noRole(visit, 'RAM role of this name')
    return readCredentials(visit, text)
  }

  async function discover(visit: Visit): Promise<string> {
    const name = (await visit.get('GetRoleName', ROLE_PATH))?.trim()
    if (!name) throw noRole(visit, 'RAM role')
    if (!ROLE_NAME.test(name)) throw visit.fail('answered GetRoleName without a usable name')
    visit.confirm()
    known = name
    return name
  }

  function readCredentials(visit: Visit, text: string): Credentials {
    const members = parseJsonObject(text)
    const fail = (member: string): CredentialsError => visit.fail(`answered without a usable ${member}`, { field: member })
    if (members.Code !== 'Success') throw fail('Code')
    const credentials = readKeys(members, { type: 'ecs_ram_role', providerName: provider, fail })
    visit.confirm()
    return credentials
  }
}

/** The name stays out of the message: it may be an answer of whoever sits at the address. */
function noRole(visit: Visit, what: string): CredentialsError {
  return visit.fail(`reports no ${what} attached to this instance`, {
    code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
    hint: 'Attach a RAM role to the instance; a role name that is given must be its name.',
  })
}
