import { emit } from '@x/credentials-core'

/** Something about a file that works but should be mended. Plain data without secrets, so it can be logged as it is. */
export interface ProfileWarning {
  readonly type: 'warning'
  /** `profile` or `cli_profile`. */
  readonly provider: string
  readonly code: 'DUPLICATE' | 'TRIMMED' | 'OPEN_PERMISSIONS' | 'NOT_SAVED'
  readonly message: string
  /** What to do about it. */
  readonly hint: string
}

/** Is told of warnings, of each once. What it throws, or its promise is rejected with, is ignored. */
export type OnWarning = (warning: ProfileWarning) => void

export type Warn = (code: ProfileWarning['code'], message: string, hint: string) => void

/** A file is read again and again: tells a listener of each of its warnings once. */
export function warnOnce(provider: string, onWarning: OnWarning | undefined): Warn {
  const told = new Set<string>()
  return (code, message, hint) => {
    if (!onWarning || told.has(message)) return
    told.add(message)
    emit(onWarning, { type: 'warning', provider, code, message, hint })
  }
}
