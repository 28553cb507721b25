import type { Picture } from './decode-picture.ts'

/** The size a BMP file claims, from its header alone. A negative height stands for rows stored from the top. */
export function bmpSize(bytes: Uint8Array): { width: number; height: number } {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: header.getInt32(18, true), height: Math.abs(header.getInt32(22, true)) }
}

/** Unpacks a BMP file; its alpha, which many writers leave at 0, is not looked at. */
export async function decodeBmp(bytes: Uint8Array): Promise<Picture> {
  const { decode } = await import('bmp-ts')
  const { width, height, data } = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { toRGBA: true })
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return { width, height, data }
}
