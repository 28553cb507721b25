/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The variables of the process; none where there is no process. */
export function processEnvironment(): Environment {
  return (globalThis as { process?: { env?: Environment } }).process?.env ?? {}
}

/** A variable without the blanks around it. An empty one counts as not set. */
export function readVariable(env: Environment | undefined, name: string): string | undefined {
  return (env ?? processEnvironment())[name]?.trim() || undefined
}

/** Whether a variable is `true`, in any case. */
export function isSwitchedOn(env: Environment | undefined, name: string): boolean {
  return readVariable(env, name)?.toLowerCase() === 'true'
}
