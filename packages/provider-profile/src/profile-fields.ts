import { CredentialsError, expandPath } from '@x/credentials-core'
import type { ProfileFile, ProfileFileKind } from './profile-file.ts'
import type { Warn } from './profile-warning.ts'

/** Reads the fields of one profile, which is text that people wrote. Names the field in each error, never its value. */
export interface ProfileFields {
  /** `undefined` when absent or empty. */
  readonly text: (name: string) => string | undefined
  readonly need: (name: string) => string
  /** A key, secret or token. */
  readonly needSecret: (name: string) => string
  readonly secret: (name: string) => string | undefined
  /** A path, from the file's own folder. */
  readonly path: (name: string) => string | undefined
  readonly needPath: (name: string) => string
  /** A whole number; `undefined` when absent or 0. */
  readonly number: (name: string) => number | undefined
  readonly flag: (name: string) => boolean | undefined
  readonly fail: (field: string, problem: string, hint: string) => CredentialsError
}

export function profileFields(
  kind: ProfileFileKind,
  file: Pick<ProfileFile, 'shown' | 'base' | 'home'>,
  profile: string,
  values: Readonly<Record<string, unknown>>,
  warn: Warn,
): ProfileFields {
  const fail = (field: string, problem: string, hint: string): CredentialsError =>
    new CredentialsError(`The profile ${profile} of ${file.shown} ${problem}.`, {
      code: 'ERR_INVALID_OPTION',
      provider: kind.provider,
      field,
      hint,
    })

  function given(name: string): unknown {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === null || value === '' ? undefined : value
  }

  function text(name: string): string | undefined {
    const value = given(name)
    if (value === undefined) return undefined
    if (typeof value !== 'string') throw fail(name, `has a ${name} that is not text`, `Write ${name} as text.`)
    // A mark that some editors put before a text is no blank for `trim`, but is for it in JavaScript.
    const trimmed = value.trim()
    if (trimmed !== value) {
      warn('TRIMMED', `The ${name} of the profile ${profile} in ${file.shown} has blanks around it.`, 'Remove them.')
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused. A policy can have several lines.
    if (/[\0-\x08\x0e-\x1f\x7f]/.test(trimmed)) throw fail(name, `has control characters in its ${name}`, 'Remove them.')
    return trimmed || undefined
  }

  function need(name: string): string {
    const value = text(name)
    if (value === undefined) throw fail(name, `has no ${name}`, `Add ${name}.`)
    return value
  }

  function secret(name: string): string | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    if (/^(<.*>|\$\{.*\}|undefined|null)$/.test(value)) throw fail(name, `has a placeholder as ${name}`, `Put the real ${name} there.`)
    if (/[^!-~]/.test(value)) throw fail(name, `has a blank, a line break or another wrong character in its ${name}`, 'Remove it.')
    return value
  }

  function needSecret(name: string): string {
    need(name)
    return secret(name) as string
  }

  function path(name: string): string | undefined {
    const value = text(name)
    return value === undefined ? undefined : expandPath(value, { home: file.home, base: file.base })
  }

  function needPath(name: string): string {
    need(name)
    return path(name) as string
  }

  function number(name: string): number | undefined {
    const value = given(name)
    if (value === undefined) return undefined
    const number = typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
      throw fail(name, `has a ${name} that is no whole number`, `Write ${name} in digits.`)
    }
    return number || undefined
  }

  function flag(name: string): boolean | undefined {
    const value = given(name)
    if (value === undefined || typeof value === 'boolean') return value
    if (typeof value === 'string' && /^\s*(true|false)\s*$/i.test(value)) return /true/i.test(value)
    throw fail(name, `has a ${name} that is neither true nor false`, 'Write true or false.')
  }

  return { text, need, secret, needSecret, path, needPath, number, flag, fail }
}
