import { CredentialsError, expandPath, textProblem } from '@x/credentials-core'
import type { ProfileFile } from './profile-file.ts'
import type { Warn } from './profile-warning.ts'

/** Reads the fields of one profile, which is text that people wrote. Names the field in each error, never its value. */
export interface ProfileFields {
  /** `undefined` when absent or empty, as for all readers. */
  readonly text: (name: string) => string | undefined
  /** A key, secret or token. */
  readonly secret: (name: string) => string | undefined
  /** A path, from the file's own folder. */
  readonly path: (name: string) => string | undefined
  /** A whole number; `undefined` for 0, too. */
  readonly number: (name: string) => number | undefined
  readonly flag: (name: string) => boolean | undefined
  /** A text that must be there. */
  readonly needText: (name: string, hint?: string) => string
  /** The value of a field, which must be there. */
  readonly need: <T>(name: string, value: T | undefined, hint?: string) => T
  /** `problem` follows the field's name. */
  readonly fail: (field: string, problem: string, hint: string) => CredentialsError
}

export function profileFields(
  { kind: { provider }, shown, home, base }: Pick<ProfileFile, 'kind' | 'shown' | 'base' | 'home'>,
  profile: string,
  values: Readonly<Record<string, unknown>>,
  warn: Warn,
): ProfileFields {
  const refuse = (field: string, problem: string, hint: string): CredentialsError =>
    new CredentialsError(`The profile ${profile} of ${shown} has ${problem}.`, { code: 'ERR_INVALID_OPTION', provider, field, hint })
  const fail: ProfileFields['fail'] = (field, problem, hint) => refuse(field, `a ${field} that ${problem}`, hint)
  const need: ProfileFields['need'] = (name, value, hint = `Add ${name}.`) => {
    if (value === undefined) throw refuse(name, `no ${name}`, hint)
    return value
  }

  function given(name: string): unknown {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === null || value === '' ? undefined : value
  }

  function text(name: string): string | undefined {
    const value = given(name)
    if (value === undefined) return undefined
    if (typeof value !== 'string') throw fail(name, 'is not text', 'Write it as text.')
    // A mark that some editors put before a text is no blank for `trim`, but is for it in JavaScript.
    const trimmed = value.trim()
    if (trimmed !== value) warn('TRIMMED', `The ${name} of the profile ${profile} in ${shown} has blanks around it.`, 'Remove them.')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused. A policy can have several lines.
    if (/[\0-\x08\x0e-\x1f\x7f]/.test(trimmed)) throw fail(name, 'holds control characters', 'Remove them.')
    return trimmed || undefined
  }

  function secret(name: string): string | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    const problem = textProblem(value)
    if (problem) throw fail(name, problem, 'Put the real one there.')
    return value
  }

  function path(name: string): string | undefined {
    const value = text(name)
    return value && expandPath(value, { home, base })
  }

  function number(name: string): number | undefined {
    const value = given(name) ?? 0
    const number = typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : value
    if (!Number.isSafeInteger(number) || (number as number) < 0) throw fail(name, 'is no whole number', 'Write it in digits.')
    return (number as number) || undefined
  }

  function flag(name: string): boolean | undefined {
    const value = given(name)
    if (value === undefined || typeof value === 'boolean') return value
    if (typeof value === 'string' && /^\s*(true|false)\s*$/i.test(value)) return /true/i.test(value)
    throw fail(name, 'is neither true nor false', 'Write true or false.')
  }

  const needText = (name: string, hint?: string): string => need(name, text(name), hint)

  return { text, secret, path, number, flag, needText, need, fail }
}
