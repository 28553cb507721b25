import { createReadStream, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { AlibabaCloudError } from '@x/credentials-core'
import type { LocalFile } from './file-input.ts'

/** Whether requests can be sent while their body is still being read. */
export const STREAMS_BODIES: boolean = true

/**
 * A file of this machine as the value of a file field. It is opened when it is needed, and again when it is needed again.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the call that reads it, for what cannot be read or is not a regular file.
 * @example
 * const { data } = await recognizeTrainTicket(client, { imageURL: fileFrom('ticket.jpg') })
 */
export function fileFrom(path: string | URL): LocalFile {
  return { [Symbol.asyncIterator]: () => chunksOf(path), size: () => sizeOf(path) }
}

async function* chunksOf(path: string | URL): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    await regularFile(path)
    yield* createReadStream(path)
  } catch (error) {
    throw toAccessError(path, error)
  }
}

async function sizeOf(path: string | URL): Promise<number> {
  try {
    return (await regularFile(path)).size
  } catch (error) {
    throw toAccessError(path, error)
  }
}

/** Asked before the file is opened: opening a pipe would wait for its writer. */
async function regularFile(path: string | URL): Promise<Stats> {
  const facts = await stat(path)
  if (!facts.isFile()) throw accessError(path, 'not a regular file')
  return facts
}

function toAccessError(path: string | URL, error: unknown): AlibabaCloudError {
  return error instanceof AlibabaCloudError ? error : accessError(path, (error as NodeJS.ErrnoException).code ?? 'unknown')
}

function accessError(path: string | URL, problem: string): AlibabaCloudError {
  return new AlibabaCloudError(`The file ${path} cannot be read (${problem}).`, {
    code: 'ERR_FILE_ACCESS',
    hint: 'Check the path and the rights of this process.',
  })
}
