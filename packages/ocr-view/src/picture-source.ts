import { invalidOption } from '@x/credentials-core'
import { pictureFacts } from './picture-facts.ts'

/** The picture: its bytes, which get into the page, or an address the page loads it from. */
export type OverlayImage =
  | {
      readonly bytes: Uint8Array | ArrayBuffer
      readonly type?: string | undefined
      readonly width?: number | undefined
      readonly height?: number | undefined
    }
  | { readonly href: string; readonly width: number; readonly height: number }

/** A picture that a page can show: its address, which may hold its bytes, and its size in pixels. */
export interface PictureSource {
  readonly href: string
  readonly width: number
  readonly height: number
}

/** The picture's address and size. Throws `ERR_INVALID_OPTION` when the size is not given and its bytes do not tell it. */
export function pictureSource(image: OverlayImage): PictureSource {
  const { width, height, type } = pictureSize(image)
  return { href: 'href' in image ? image.href : `data:${type};base64,${base64(bytesOf(image))}`, width, height }
}

/** The picture's size alone: the XML forms hold no picture. */
export function pictureSize(image: OverlayImage): { width: number; height: number; type: string } {
  if (typeof image !== 'object' || image === null) throw invalidOption('image', 'is missing', 'Pass { bytes }, or { href, width, height }.')
  const facts = 'bytes' in image ? pictureFacts(bytesOf(image)) : undefined
  const { width = facts?.width, height = facts?.height } = image
  if (!isSide(width) || !isSide(height))
    throw invalidOption('image', 'is no PNG, JPEG, GIF, BMP or WebP picture', 'Pass its width and height.')
  return { width, height, type: ('bytes' in image && image.type) || facts?.type || 'application/octet-stream' }
}

/** The bytes of a picture. By what they can do and not by their class, since they may come from another realm. */
export function bytesOf({ bytes }: Extract<OverlayImage, { readonly bytes: unknown }>): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (Object.prototype.toString.call(bytes) === '[object ArrayBuffer]') return new Uint8Array(bytes)
  throw invalidOption('image', 'has bytes that are none', 'Pass a Uint8Array or an ArrayBuffer.')
}

function isSide(value: number | undefined): value is number {
  return Number.isFinite(value) && (value as number) > 0
}

function base64(bytes: Uint8Array): string {
  let binary = ''
  // In parts: a call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}
