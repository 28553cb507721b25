import { OcrEngineError } from '../ocr-engine-error.ts'
import type { Film, Frame } from './frame.ts'

interface Chunk {
  /** Four characters, such as `00dc`; for a list its kind, such as `movi`. */
  readonly name: string
  readonly isList: boolean
  readonly start: number
  readonly end: number
}

/**
 * Opens an AVI file with Motion JPEG, the form in which each frame is a JPEG picture of its own.
 * @throws OcrEngineError `InvalidFile.Type` when its video is coded otherwise
 */
export function aviFilm(bytes: Uint8Array): Film {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const all = [...chunks(view, 12, view.byteLength)]
  const header = all.find(({ name }) => name === 'avih')
  const pictures = all.filter(({ name, end, start }) => /^\d\dd[bc]$/.test(name) && end > start)
  if (!header || header.end - header.start < 40) throw new RangeError('The AVI file has no header.')
  const isJpeg = pictures.every(({ start }) => view.getUint16(start) === 0xffd8)
  if (!isJpeg) throw new OcrEngineError('InvalidFile.Type', 'Of AVI files, only those with Motion JPEG are read here.')
  const msPerFrame = view.getUint32(header.start, true) / 1000
  if (msPerFrame === 0) throw new RangeError('The AVI file does not say how long a frame is shown.')

  async function* frames(): AsyncGenerator<Frame> {
    const { default: sharp } = await import('sharp')
    for (const [index, { start, end }] of pictures.entries()) {
      const { data, info } = await sharp(bytes.subarray(start, end))
        .toColourspace('srgb')
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      yield { at: Math.round(index * msPerFrame), picture: { width: info.width, height: info.height, data } }
    }
  }
  return {
    width: view.getUint32(header.start + 32, true),
    height: view.getUint32(header.start + 36, true),
    duration: pictures.length * msPerFrame,
    count: pictures.length,
    frames,
  }
}

/** The chunks of a RIFF file, those inside lists behind their list. A file that breaks off ends there. */
function* chunks(view: DataView, from: number, to: number): Generator<Chunk> {
  for (let at = from; at + 8 <= to; ) {
    const [name, size] = [nameAt(view, at), view.getUint32(at + 4, true)]
    const [start, end] = [at + 8, Math.min(at + 8 + size, to)]
    if (name === 'LIST') {
      yield { name: nameAt(view, start), isList: true, start: start + 4, end }
      yield* chunks(view, start + 4, end)
    } else yield { name, isList: false, start, end }
    at = start + size + (size % 2)
  }
}

function nameAt(view: DataView, at: number): string {
  return at + 4 > view.byteLength ? '' : String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)))
}
