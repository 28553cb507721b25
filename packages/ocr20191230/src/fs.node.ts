import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { AlibabaCloudError } from '@x/credentials-core'

/**
 * A file of this machine as the value of a file field. It is opened when it is needed, and again when it is needed again.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the call that reads it, for what cannot be read or is not a regular file.
 * @example
 * const { data } = await recognizeTrainTicket(client, { imageURL: fileFrom('ticket.jpg') })
 */
export function fileFrom(path: string | URL): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => chunksOf(path) }
}

async function* chunksOf(path: string | URL): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    // Before it is opened: opening a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) throw accessError(path, 'not a regular file')
    yield* createReadStream(path)
  } catch (error) {
    throw error instanceof AlibabaCloudError ? error : accessError(path, (error as NodeJS.ErrnoException).code ?? 'unknown')
  }
}

function accessError(path: string | URL, problem: string): AlibabaCloudError {
  return new AlibabaCloudError(`The file ${path} cannot be read (${problem}).`, {
    code: 'ERR_FILE_ACCESS',
    hint: 'Check the path and the rights of this process.',
  })
}
