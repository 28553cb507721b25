export { createOcrEngine } from './create-ocr-engine.ts'
export type { OcrEngine, OcrInput } from './ocr-engine.ts'
export { OcrEngineError, type OcrEngineErrorCode } from './ocr-engine-error.ts'
