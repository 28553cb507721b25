import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { InspectFile } from './files.ts'

export { readFile } from '@x/credentials-core/node'

/** Windows keeps rights elsewhere. */
export const inspectFile: InspectFile = async (path) => {
  const self = process.getuid?.()
  if (self === undefined) return undefined
  const { mode, uid } = await stat(path)
  return { mode: mode & 0o777, foreign: uid !== self && uid !== 0 }
}

/** What the user database says, also when no variable does. */
export const homeFolder = (): string | undefined => {
  try {
    return homedir() || undefined
  } catch {
    return undefined
  }
}
