import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createCredentials } from './create-credentials.ts'
import type { PlainCredentials } from './credentials.ts'
import { isAlibabaCloudError } from './errors.ts'
import { exposeCredentials } from './expose-credentials.ts'
import { findCanary } from './testing.ts'

const ID = 'LTAIexampleKeyIdWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const EXPIRATION = '2030-01-01T00:00:00Z'
const plain = { accessKeyId: ID, accessKeySecret: SECRET, securityToken: TOKEN, expiration: EXPIRATION, providerName: 'vault' }

const problem = (given: unknown): unknown => {
  try {
    createCredentials(given as PlainCredentials)
  } catch (error) {
    return error
  }
  return undefined
}

describe('createCredentials', () => {
  it('gives its members by name and by destructuring', () => {
    const { type, accessKeyId, accessKeySecret, securityToken, bearerToken, expiration, providerName } = createCredentials(plain)
    expect({ type, accessKeyId, accessKeySecret, securityToken, bearerToken, expiration, providerName }).toEqual({
      type: 'sts',
      accessKeyId: ID,
      accessKeySecret: SECRET,
      securityToken: TOKEN,
      bearerToken: undefined,
      expiration: new Date(EXPIRATION),
      providerName: 'vault',
    })
  })

  it('R1 R7 shows masked facts only to whatever copies or prints it', () => {
    const credentials = createCredentials(plain)
    const shown = { type: 'sts', providerName: 'vault', keyId: 'LTAI****Wxyz', expiration: new Date(EXPIRATION) }
    expect({ ...credentials }).toEqual(shown)
    expect(structuredClone(credentials)).toEqual(shown)
    expect(Object.fromEntries(Object.entries(credentials))).toEqual(shown)
    expect(JSON.parse(JSON.stringify(credentials))).toEqual({ ...shown, expiration: '2030-01-01T00:00:00.000Z' })
    const deep = { config: [{ credentials }], list: new Map([[credentials, credentials]]) }
    const texts = [inspect(deep, { depth: 9, showHidden: true }), inspect(credentials, { showProxy: true }), `${credentials}`]
    expect(texts[0]).toContain('LTAI****Wxyz')
    for (const secret of [SECRET, TOKEN, ID]) expect(findCanary(secret, credentials, deep, ...texts)).toEqual([])
  })

  it('R7 shows nothing of a key id shorter than twelve characters', () => {
    expect({ ...createCredentials({ accessKeyId: 'LTAI1234567', accessKeySecret: SECRET }) }).toMatchObject({ keyId: '****' })
    expect({ ...createCredentials({ accessKeyId: 'LTAI12345678', accessKeySecret: SECRET }) }).toMatchObject({ keyId: 'LTAI****5678' })
  })

  it('R17 cannot be changed', () => {
    const credentials = createCredentials(plain) as { accessKeyId: string; type: string }
    expect(Object.isFrozen(credentials)).toBe(true)
    expect(() => {
      credentials.accessKeyId = 'other'
    }).toThrow(TypeError)
    expect(() => {
      credentials.type = 'bearer'
    }).toThrow(TypeError)
    expect(credentials.accessKeyId).toBe(ID)
  })

  it('takes its type from what is there, unless one is given', () => {
    expect(createCredentials({ accessKeyId: ID, accessKeySecret: SECRET }).type).toBe('access_key')
    expect(createCredentials({ bearerToken: TOKEN })).toMatchObject({ type: 'bearer', accessKeyId: undefined, bearerToken: TOKEN })
    expect(createCredentials({ type: 'anonymous' })).toMatchObject({ type: 'anonymous', accessKeyId: undefined })
    expect(createCredentials({ ...plain, type: 'ecs_ram_role' }).type).toBe('ecs_ram_role')
    expect(createCredentials({ type: 'rsa_key_pair', accessKeyId: ID, accessKeySecret: SECRET }).securityToken).toBeUndefined()
  })

  it('takes a type that is not known for none, and never repeats it', () => {
    const credentials = createCredentials({ ...plain, type: SECRET as never, providerName: undefined })
    expect([credentials.type, credentials.providerName]).toEqual(['sts', 'sts'])
  })

  it('keeps the token of a temporary key whatever its type says', () => {
    expect(createCredentials({ ...plain, type: 'custom' }).securityToken).toBe(TOKEN)
  })

  it.each([
    ['E05 a line break at the end', `${SECRET}\n`, 'has a blank'],
    ['a blank before', ` ${SECRET}`, 'has a blank'],
    ['only blanks', '   ', 'has a blank'],
    ['an inner control character', `${SECRET}\u0000x`, 'has a blank'],
    ['a byte order mark', `\uFEFF${SECRET}`, 'has a blank'],
    ['nothing', '', 'is missing'],
    ['null', null, 'is missing'],
    ['a placeholder of the documents', '<access_key_secret>', 'is a placeholder'],
    ['an unfilled template', `\${ALIBABA_CLOUD_ACCESS_KEY_SECRET}`, 'is a placeholder'],
    ['the text "undefined"', 'undefined', 'is a placeholder'],
    ['a number', 12345678901234, 'is not text'],
    ['an array', [SECRET], 'is not text'],
    ['an object', { toString: () => SECRET }, 'is not text'],
  ])('R13 R49 refuses a secret that is %s, naming the field and not the value', (_, accessKeySecret, words) => {
    const error = problem({ accessKeyId: ID, accessKeySecret })
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'accessKeySecret' })
    expect((error as Error).message).toMatch(
      new RegExp(`^Option accessKeySecret ${words}.*Credentials of type access_key need accessKeyId, accessKeySecret`),
    )
    expect(findCanary(SECRET, error, inspect(error))).toEqual([])
  })

  it.each([undefined, null, 'text', 5, []])('R49 refuses %j in place of an object with a typed error', (given) => {
    expect(problem(given)).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'accessKeyId' })
  })

  it('R49 asks for the token where the type has one', () => {
    for (const type of ['sts', 'ram_role_arn', 'oidc_role_arn', 'ecs_ram_role', 'credentials_uri'] as const) {
      expect(problem({ type, accessKeyId: ID, accessKeySecret: SECRET })).toMatchObject({ field: 'securityToken' })
    }
    expect(problem({ type: 'bearer' })).toMatchObject({ field: 'bearerToken' })
    expect(problem({ type: 'id_token', accessKeyId: ID, accessKeySecret: SECRET })).toMatchObject({ field: 'bearerToken' })
  })

  it.each([
    ['Z', '2030-01-01T00:00:00Z'],
    ['an offset', '2030-01-01T08:00:00+08:00'],
    ['a fraction', '2030-01-01T00:00:00.000Z'],
    ['epoch seconds', 1893456000],
    ['epoch milliseconds', 1893456000000],
    ['epoch seconds as text', '1893456000'],
    ['a Date', new Date(1893456000000)],
    ['a Date of another context', runInNewContext('new Date(1893456000000)')],
  ])('R26 reads an expiration with %s as the same instant', (_, expiration) => {
    expect(createCredentials({ ...plain, expiration }).expiration?.getTime()).toBe(1893456000000)
  })

  it.each(['soon', '2030-01-01', '2030-01-01T00:00:00', '2030-13-01T00:00:00Z', '', 0, -5, Number.NaN, new Date('x'), {}, null])(
    'R26 refuses the expiration %j, which names no instant or depends on a time zone',
    (expiration) => {
      expect(problem({ ...plain, expiration })).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'expiration' })
    },
  )

  it('R49 refuses an expiration of which no number can be made', () => {
    const expiration = JSON.parse('{ "toString": 1, "valueOf": 1 }')
    expect(problem({ ...plain, expiration })).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'expiration' })
  })

  it('R17 keeps the very values that it has checked', () => {
    let asked = 0
    const live = {
      accessKeyId: ID,
      get accessKeySecret() {
        return asked++ === 0 ? SECRET : ''
      },
    }
    expect(createCredentials(live).accessKeySecret).toBe(SECRET)
  })

  it('refuses a provider name that is no text', () => {
    expect(problem({ ...plain, providerName: {} })).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'providerName' })
  })

  it('R73 knows the objects of another copy by a registered symbol', async () => {
    const { isChecked } = await import('./is-checked.ts')
    const foreign = Object.create({ [Symbol.for('alibaba-cloud.credentials')]: true })
    expect([isChecked(foreign), isChecked(createCredentials(plain)), isChecked({} as object), isChecked(undefined)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(isAlibabaCloudError(problem({}))).toBe(true)
  })
})

describe('exposeCredentials', () => {
  it('gives everything as plain data that makes equal credentials', () => {
    const exposed = exposeCredentials(createCredentials(plain))
    expect(exposed).toEqual({ ...plain, type: 'sts', bearerToken: undefined, expiration: new Date(EXPIRATION) })
    expect(exposeCredentials(createCredentials(exposed))).toEqual(exposed)
  })
})
