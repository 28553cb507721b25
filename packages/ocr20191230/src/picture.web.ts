import { AlibabaCloudError } from '@x/credentials-core'
import type { DecodedPicture } from './picture.ts'

/** Decodes a picture with what the browser brings, turned upright by its EXIF orientation. Rejects with the browser's own error. */
export async function decodePicture(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedPicture> {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') {
    throw new AlibabaCloudError('This runtime has no canvas, which makes pictures fit.', {
      code: 'ERR_RUNTIME_UNSUPPORTED',
      field: 'fit',
      hint: 'Leave fit out, or use a browser or Node.',
    })
  }
  const bitmap = await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' })
  return {
    width: bitmap.width,
    height: bitmap.height,
    encode: async ({ width, height, quality }) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      context.fillStyle = '#fff'
      context.fillRect(0, 0, width, height)
      context.imageSmoothingQuality = 'high'
      context.drawImage(bitmap, 0, 0, width, height)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: quality / 100 })
      return new Uint8Array(await blob.arrayBuffer())
    },
    close: () => bitmap.close(),
  }
}
