/** What decides who may see a file. */
export interface FileFacts {
  /** The nine bits of its rights, such as `0o600`. */
  readonly mode: number
  /** Whether it belongs to another user who is not root. */
  readonly foreign: boolean
}

/** The rights of a file, after its links; `undefined` where the system has no such rights. */
export type InspectFile = (path: string) => Promise<FileFacts | undefined>

/**
 * Changes a text file as a whole, alone among all processes: `change` is given the text as it is now and gives the new one, or `undefined` to
 * leave it. Rejects with an error with a system's `code`.
 */
export type UpdateFile = (path: string, change: (text: string) => string | undefined) => Promise<void>

/** Does work while no other process that asks for the same file does: rejects without having begun it when the file cannot be locked. */
export type LockFile = (path: string, work: () => Promise<void>) => Promise<void>
