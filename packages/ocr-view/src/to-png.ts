import { invalidOption } from '@x/credentials-core'

/** Another kind of picture as PNG, by the canvas of the browser. Throws `ERR_INVALID_OPTION` where there is none, or for no picture. */
export async function toPng(bytes: Uint8Array, type: string | undefined): Promise<Uint8Array> {
  if (type === undefined || typeof OffscreenCanvas === 'undefined')
    throw invalidOption('image', 'is neither PNG nor JPEG', 'Convert it first, on Node for instance with sharp(bytes).png().toBuffer().')
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type })).catch(() => {
    throw invalidOption('image', 'cannot be read: the file is damaged', 'Save it again as PNG or JPEG.')
  })
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
