import type { Eyes } from './eyes.ts'
import type { OcrEngine, OcrInput } from './ocr-engine.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import { operations } from './operations.ts'
import { loadQrReader } from './qr-reader.ts'
import { loadPdfRenderer } from './render-pdf.ts'
import { loadTextReader } from './text-reader.ts'

/**
 * Makes an engine that reads pictures on this machine: no network, no account. It answers every current operation that reads a file;
 * retired ones are refused. Models are loaded by the first call that needs them and shared by all later ones; pictures are read
 * one after another, since one already uses up to four processors.
 * @example
 * const engine = createOcrEngine()
 * const data = await engine.answer('RecognizeCharacter', {
 *   parameters: { ImageURL: 'note.png', MinHeight: '10', OutputProbability: 'true' },
 *   fetchFile: (path) => readFile(path),
 * })
 * await engine.close()
 */
export function createOcrEngine(): OcrEngine {
  const textReader = once(loadTextReader)
  const qrReader = once(loadQrReader)
  const pdfRenderer = once(loadPdfRenderer)
  const inTurn = queue()
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const eyes: Eyes = {
    readText: (picture, options) => inTurn(async () => (await textReader.get()).read(picture, options)),
    readCodes: (picture) => inTurn(async () => (await qrReader.get())(picture)),
    renderPdf: (bytes, limits) => inTurn(async () => (await pdfRenderer.get())(bytes, limits)),
  }

  const run = async (name: string, input: OcrInput): Promise<Record<string, unknown>> => {
    const operation = operations.get(name)
    if (!operation) {
      throw new OcrEngineError(
        'InvalidApi.OutOfService',
        `The local engine does not read ${name}, which is retired or reads no file. It answers ${[...operations.keys()].join(', ')}.`,
      )
    }
    return operation(input, eyes)
  }

  return {
    async answer(operation, input) {
      if (closing) throw new OcrEngineError('ServiceUnavailable', 'The engine is closed.', { statusCode: 503 })
      const call = run(operation, input)
      underWay.add(call)
      try {
        return await call
      } finally {
        underWay.delete(call)
      }
    },
    close() {
      closing ??= Promise.allSettled(underWay).then(async () => (await textReader.loaded())?.close())
      return closing
    },
  }
}

/** Runs works one after another, in the order they were handed in. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
}

/** Loads a thing at its first use. A failed load is tried again by the next use. */
function once<T>(load: () => Promise<T>): { get(): Promise<T>; loaded(): Promise<T> | undefined } {
  let flight: Promise<T> | undefined
  return {
    get() {
      flight ??= load().catch((error) => {
        flight = undefined
        throw error
      })
      return flight
    },
    loaded: () => flight,
  }
}
