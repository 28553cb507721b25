import { AlibabaCloudError } from '@x/credentials-core'
import type { Sharp, SharpOptions } from 'sharp'
import type { DecodedPicture } from './picture.ts'
import { readBmp } from './read-bmp.ts'

/** Decodes a picture with the optional package `sharp`, turned upright by its EXIF orientation. Rejects with sharp's own error. */
export async function decodePicture(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedPicture> {
  const { default: sharp } = await loadSharp()
  // sharp knows no BMP.
  const bitmap = readBmp(bytes)
  const options: SharpOptions = bitmap ? { raw: { width: bitmap.width, height: bitmap.height, channels: 3 } } : {}
  const picture: Sharp = sharp(bitmap ? bitmap.data : bytes, options).rotate()
  const { width, height } = bitmap ?? (await uprightSize(picture))
  return {
    width,
    height,
    encode: async (wanted) => {
      const jpeg = picture
        .clone()
        .resize(wanted.width, wanted.height, { fit: 'fill', withoutEnlargement: true })
        .flatten({ background: '#fff' })
        .jpeg({ quality: wanted.quality, chromaSubsampling: '4:4:4' })
      return new Uint8Array(await jpeg.toBuffer())
    },
    close: () => {},
  }
}

async function uprightSize(picture: Sharp): Promise<{ readonly width: number; readonly height: number }> {
  const { width, height, orientation = 1 } = await picture.metadata()
  return orientation > 4 ? { width: height, height: width } : { width, height }
}

async function loadSharp(): Promise<typeof import('sharp')> {
  try {
    return await import('sharp')
  } catch {
    throw new AlibabaCloudError('The package sharp, which makes pictures fit, cannot be loaded.', {
      code: 'ERR_RUNTIME_UNSUPPORTED',
      field: 'fit',
      hint: 'Install it (npm install sharp), or leave fit out.',
    })
  }
}
