import { invalidOption } from '@x/credentials-core'
import { pictureFacts } from './picture-facts.ts'

/** The picture: its bytes, which get into the page, or an address the page loads it from. */
export type OverlayImage =
  | {
      readonly bytes: Uint8Array
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
  return { href: 'href' in image ? image.href : `data:${type};base64,${base64(image.bytes)}`, width, height }
}

/** The picture's size alone: the XML forms hold no picture. */
export function pictureSize(image: OverlayImage): { width: number; height: number; type: string } {
  const facts = 'bytes' in image ? pictureFacts(image.bytes) : undefined
  const { width = facts?.width, height = facts?.height } = image
  if (!isSide(width) || !isSide(height))
    throw invalidOption('image', 'is no PNG, JPEG, GIF, BMP or WebP picture', 'Pass its width and height.')
  return { width, height, type: ('bytes' in image && image.type) || facts?.type || 'application/octet-stream' }
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
