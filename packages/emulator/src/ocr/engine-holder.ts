import { ServiceError } from '../service-error.ts'
import type { OcrEngine, OcrInput } from './ocr-engine.ts'

/** The engine of one emulator: the one given, or that of `@x/local-ocr`, loaded at the first call. */
export interface EngineHolder {
  /** @throws ServiceError with the engine's code, or `InvalidApi.NotPurchase` when there is no engine */
  answer(operation: string, input: OcrInput): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** The part of `@x/local-ocr` that is used. */
export interface EngineModule {
  createOcrEngine(): OcrEngine | Promise<OcrEngine>
}

const LOCAL_OCR: string = '@x/local-ocr'

/** Holds an engine; `load` is for tests. */
export function createEngineHolder(given: OcrEngine | undefined, load: () => Promise<EngineModule> = loadLocalOcr): EngineHolder {
  let flight: Promise<OcrEngine> | undefined

  const engine = async (): Promise<OcrEngine> => {
    flight ??= given ? Promise.resolve(given) : load().then((module) => module.createOcrEngine())
    try {
      return await flight
    } catch (error) {
      flight = undefined // the next call tries again: the package may have been installed by then
      throw loadFailure(error)
    }
  }

  return {
    async answer(operation, input) {
      const reader = await engine()
      try {
        return await reader.answer(operation, input)
      } catch (error) {
        throw toServiceError(error)
      }
    },
    async close() {
      const started = await flight?.catch(() => undefined)
      flight = Promise.reject(new Error('The emulator is closed.'))
      flight.catch(() => {})
      await started?.close?.()
    },
  }
}

async function loadLocalOcr(): Promise<EngineModule> {
  return (await import(LOCAL_OCR)) as EngineModule
}

function loadFailure(error: unknown): ServiceError {
  const { code, message = '' } = error as { code?: unknown; message?: string }
  const absent = (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message.includes(LOCAL_OCR)
  if (absent) {
    return new ServiceError(
      403,
      'InvalidApi.NotPurchase',
      `The emulator has no text engine. Install ${LOCAL_OCR}, or pass your own as the option ocr.`,
    )
  }
  return new ServiceError(500, 'InternalError.Model', `The text engine could not be started: ${message.slice(0, 300)}`)
}

/** The engine's own codes look like the service's (`InvalidFile.Decode`); anything else is a fault inside it. */
function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const { code, message = '', statusCode } = error as { code?: unknown; message?: string; statusCode?: unknown }
  const text = message.slice(0, 300)
  if (typeof code === 'string' && /^[A-Z][a-z]+[A-Za-z.]*$/.test(code)) {
    return new ServiceError(typeof statusCode === 'number' ? statusCode : 400, code, text)
  }
  return new ServiceError(500, 'InternalError.Algo', `The text engine failed: ${text}`)
}
