import type { OptionNames } from './check-names.ts'

/**
 * The options of these names as they are now, inherited ones among them: what is used later must be what was checked, whatever becomes of the
 * caller's object meanwhile.
 *
 * @example const checked = takeOptions(options, { string: 'roleName', function: 'fetch' })
 */
export function takeOptions<Options extends object>(options: Options, names: OptionNames): Options {
  const taken: Partial<Options> = {}
  for (const name of Object.values(names).join(' ').split(' ') as (keyof Options)[]) taken[name] = options[name]
  return taken as Options
}
