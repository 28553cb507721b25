import { type Environment, readVariable } from './environment.ts'
import { CredentialsError, invalidOption } from './errors.ts'

/** A text that is set in code or by a variable, and what it may be. */
export interface SettingRule {
  /** Its name in code. */
  readonly option: string
  /** The variable that is read when the option is not given. */
  readonly variable: string
  /** What a text must match. */
  readonly grammar: RegExp
  /** What is wrong with a text that the grammar refuses, in words that follow the name. */
  readonly problem: string
  /** What to do about it, as a sentence. */
  readonly hint: string
}

/**
 * Checks the option at once, and gives a function that reads the setting at each call: the option, else the variable, else nothing.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the option or, at a call, the variable. Neither is quoted.
 */
export function createSetting(
  provider: string,
  given: string | undefined,
  env: Environment | undefined,
  { option, variable, grammar, problem, hint }: SettingRule,
): () => string | undefined {
  if (given !== undefined) {
    if (typeof given !== 'string' || !grammar.test(given)) throw invalidOption(option, problem, hint)
    return () => given
  }
  return () => {
    const set = readVariable(env, variable)
    if (set === undefined || grammar.test(set)) return set
    throw new CredentialsError(`${variable} ${problem}.`, { code: 'ERR_INVALID_OPTION', provider, field: variable, hint })
  }
}
