import { realpath } from 'node:fs/promises'
import type { LockFile } from './files.ts'
import { withLock } from './lock-file.node.ts'

/** Longer than one that holds the lock needs for its request and for writing what came of it. */
const WAIT = 35_000

/** One process renews the logins of a file at a time. This is not the lock for writing: the file can be written meanwhile, also by the holder. */
export const lockLogin: LockFile = async (path, work) => withLock(`${await realpath(path)}.login.lock`, work, { wait: WAIT })
