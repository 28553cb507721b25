import type { Picture } from './decode-picture.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import { textParameter } from './parameters.ts'
import { pictureFormat } from './picture-format.ts'
import { linesAsGiven, type Reading } from './reading.ts'
import { levelBox } from './text-line.ts'
import { animatedFilm } from './video/animated-film.ts'
import { aviFilm } from './video/avi-film.ts'
import { isChanged } from './video/changed.ts'
import type { Film, Frame } from './video/frame.ts'

/** What the operation takes; spec: ocr20191230.md 6. */
const MAX_BYTES_EXCLUSIVE = 20 * 1024 * 1024
const MAX_MS_EXCLUSIVE = 60_000
const MAX_FRAMES_PER_SECOND = 35
const MIN_SIDE_EXCLUSIVE = 20
const MAX_SIDE_EXCLUSIVE = 4096
/** Frames nearer than this to the one read last are passed over. */
const INTERVAL_MS = 250

/**
 * Answers RecognizeVideoCharacter with the outcome of its job: the text of each frame that shows something new. It reads AVI with Motion JPEG
 * and, in place of the coded formats that no decoder at hand unpacks, animated GIF and WEBP pictures.
 */
export async function recognizeVideoCharacter({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> {
  const url = textParameter(parameters, 'VideoURL')
  const film = await open(await fetchFile(url))
  const Frames: Record<string, unknown>[] = []
  let read: { at: number; picture: Picture } | undefined
  for await (const { at, picture } of film.frames()) {
    if (read && (at - read.at < INTERVAL_MS || !isChanged(read.picture, picture))) continue
    read = { at, picture }
    const Elements = elements(await eyes.readText(picture))
    if (Elements.length > 0) Frames.push({ Timestamp: at, Elements })
  }
  return { Width: film.width, Height: film.height, InputFile: url, Frames }
}

async function open(bytes: Uint8Array): Promise<Film> {
  if (bytes.length >= MAX_BYTES_EXCLUSIVE) throw new OcrEngineError('InvalidFile.Size', 'The file is not smaller than 20 MB.')
  const film = await unpack(bytes)
  const { width, height, duration, count } = film
  if (duration >= MAX_MS_EXCLUSIVE) throw new OcrEngineError('InvalidFile.Content', 'The video is not shorter than 60 s.')
  // Rounded: files tell the length of a frame in whole microseconds or hundredths of a second. A picture that stands still has no rate.
  const rate = Math.round((count / duration) * 100_000) / 100
  if (count > 1 && rate > MAX_FRAMES_PER_SECOND) {
    const problem = `The video has ${rate} frames a second; at most ${MAX_FRAMES_PER_SECOND} are taken.`
    throw new OcrEngineError('InvalidFile.Content', problem)
  }
  if (Math.min(width, height) <= MIN_SIDE_EXCLUSIVE || Math.max(width, height) >= MAX_SIDE_EXCLUSIVE) {
    throw new OcrEngineError(
      'InvalidFile.Resolution',
      `The video has ${width} x ${height} pixels; each side must have more than ${MIN_SIDE_EXCLUSIVE} and fewer than ${MAX_SIDE_EXCLUSIVE}.`,
    )
  }
  return film
}

async function unpack(bytes: Uint8Array): Promise<Film> {
  const format = pictureFormat(bytes)
  if (format === undefined) throw new OcrEngineError('InvalidFile.Decode', 'The file cannot be opened as a video.')
  const damaged = (cause: unknown): OcrEngineError =>
    cause instanceof OcrEngineError
      ? cause
      : new OcrEngineError('InvalidFile.Decode', `The ${format} file cannot be opened; it is damaged or cut off.`, { cause })
  const film = await opened(format, bytes).catch((cause: unknown) => {
    throw damaged(cause)
  })

  async function* frames(): AsyncGenerator<Frame> {
    try {
      yield* film.frames()
    } catch (cause) {
      throw damaged(cause)
    }
  }
  return { ...film, frames }
}

async function opened(format: string, bytes: Uint8Array): Promise<Film> {
  if (format === 'AVI') return aviFilm(bytes)
  if (format === 'GIF' || format === 'WEBP') return animatedFilm(bytes)
  throw new OcrEngineError('InvalidFile.Type', `The file is ${format}; this engine reads AVI with Motion JPEG, animated GIF and WEBP.`)
}

function elements(reading: Reading): Record<string, unknown>[] {
  return linesAsGiven(reading).map(({ text, probability, corners }) => {
    const { centre, width, height, angle } = levelBox(corners)
    const Left = Math.round(centre.x - width / 2)
    const Top = Math.round(centre.y - height / 2)
    const box = { Left, Top, Width: Math.round(width), Height: Math.round(height), Angle: Math.round(angle) + 0 } // never -0
    return { Text: text, Score: Number(probability.toFixed(4)), TextRectangles: [box] }
  })
}
