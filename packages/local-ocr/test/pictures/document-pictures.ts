import sharp from 'sharp'
import { cardPictures } from './card-pictures.ts'
import type { DocumentPicture } from './document-picture.ts'
import { invoicePictures } from './invoice-pictures.ts'
import { render } from './render-picture.ts'
import { tablePictures } from './table-pictures.ts'
import { vehiclePictures } from './vehicle-pictures.ts'

/** A document and a name of its own. */
export interface NamedDocument extends DocumentPicture {
  readonly name: string
}

/** What the engine is measured on beside plain text. */
export const documentPictures: readonly NamedDocument[] = named([...cardPictures, ...vehiclePictures, ...invoicePictures, ...tablePictures])

function named(pictures: readonly DocumentPicture[]): NamedDocument[] {
  return pictures.map((picture, at) => {
    const nth = pictures.slice(0, at + 1).filter(({ kind }) => kind === picture.kind).length
    return { ...picture, name: `${picture.kind} ${nth}` }
  })
}

/** The file of a document, blurred and turned as it says. */
export async function documentFile(picture: DocumentPicture): Promise<Uint8Array> {
  const clear = await render(picture)
  const upright = await (picture.blur ? clear.blur(picture.blur) : clear).png().toBuffer()
  const turned = sharp(upright).rotate(picture.turn ?? 0)
  return (picture.jpegQuality ? turned.jpeg({ quality: picture.jpegQuality }) : turned.png()).toBuffer()
}

/** The values of an answer that are not those of the document, as `path: read for printed`. White space is not compared. */
export function wrongValues(picture: DocumentPicture, data: unknown): readonly string[] {
  return Object.entries(picture.expected).flatMap(([path, wanted]) => {
    const read = comparable(at(data, path))
    return read === comparable(wanted) ? [] : [`${path}: ${read} for ${comparable(wanted)}`]
  })
}

function at(data: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], data)
}

/** Texts of a cell are one text. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return comparable(value.join(''))
  return typeof value === 'string' ? value.replace(/\s/g, '') : value
}
