import type { Picture } from './decode-picture.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import type { Corners } from './text-line.ts'

/** A QR code and where it is. */
interface QrCode {
  readonly text: string
  readonly corners: Corners
}

/** Decodes the QR codes of a picture, from the top left to the bottom right. */
export type QrReader = (picture: Picture) => Promise<QrCode[]>

/** Loads the decoder. @throws OcrEngineError `InternalError.Model` */
export async function loadQrReader(): Promise<QrReader> {
  try {
    return await load()
  } catch (cause) {
    throw new OcrEngineError('InternalError.Model', 'The QR decoder could not be loaded. Install the package again.', {
      statusCode: 500,
      cause,
    })
  }
}

async function load(): Promise<QrReader> {
  const [{ prepareZXingModule, readBarcodes }, { readFile }, { createRequire }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('node:fs/promises'),
    import('node:module'),
  ])
  // without the bytes it would download them
  const file = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(file).buffer }, fireImmediately: true })

  return async ({ width, height, data }) => {
    const pixels = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.length)
    const codes = await readBarcodes({ width, height, data: pixels, colorSpace: 'srgb' }, { formats: ['QRCode', 'MicroQRCode'] })
    return codes
      .filter(({ isValid }) => isValid)
      .sort(({ position: { topLeft: a } }, { position: { topLeft: b } }) => a.y - b.y || a.x - b.x)
      .map(({ text, position: { topLeft, topRight, bottomRight, bottomLeft } }) => ({
        text,
        corners: [topLeft, topRight, bottomRight, bottomLeft] as const,
      }))
  }
}
