import { checkFile, limitsOf, readFileFacts } from '@x/ocr20191230/check'
import { STREAMS_BODIES } from '#fs'
import type { FileSource } from './file-source.ts'
import { readSource } from './read-file-input.ts'
import { contentOf, type UploadContent } from './upload-content.ts'

export interface PrepareSettings {
  /** The operation that will read the file; its limits are checked. */
  readonly action: string | undefined
  readonly fit: boolean | undefined
  readonly signal: AbortSignal
}

/** Files larger than this are not taken: most are held in memory. */
const MAX_BYTES = 32 * 1024 * 1024

/** Reads what must be known of a file, makes it fit if that is wished, and refuses what its operation does not take. */
export async function prepareFile(source: FileSource, field: string, { action, fit, signal }: PrepareSettings): Promise<UploadContent> {
  const limits = limitsOf(action)
  if (fit && action) {
    const bytes = await readSource(source, { limit: MAX_BYTES, field }, signal)
    const { fitBytes } = await import('@x/ocr20191230/fit')
    const head = await fitBytes(bytes, action, field)
    return { size: head.length, head, replayable: true }
  }
  const content = await contentOf(
    source,
    limits ? { limit: limits.maxBytes, limitOf: action, field } : { limit: MAX_BYTES, field },
    STREAMS_BODIES,
    signal,
  )
  if (action) {
    try {
      checkFile({ ...readFileFacts(content.head), size: content.size }, action, field)
    } catch (error) {
      content.close?.()
      throw error
    }
  }
  return content
}
