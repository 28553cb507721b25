/** How a picture is encoded anew, always upright and as JPEG. */
interface EncodeOptions {
  /** Pixels of the upright picture. */
  readonly width: number
  readonly height: number
  /** 1 to 100. */
  readonly quality: number
}

/** A picture that was decoded once and can be encoded several times. */
export interface DecodedPicture {
  /** Pixels of the upright picture. */
  readonly width: number
  readonly height: number
  encode(options: EncodeOptions): Promise<Uint8Array<ArrayBuffer>>
  close(): void
}
