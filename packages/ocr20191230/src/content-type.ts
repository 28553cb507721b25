const KINDS: readonly (readonly [firstBytes: RegExp, contentType: string])[] = [
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG/, 'image/png'],
  [/^GIF8/, 'image/gif'],
  [/^BM/, 'image/bmp'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
  [/^%PDF/, 'application/pdf'],
  [/^.{4}ftyp/s, 'video/mp4'],
  [/^RIFF.{4}AVI /s, 'video/x-msvideo'],
]

/** The content type that the first bytes of a file tell; `application/octet-stream` when they tell none. */
export function contentTypeOf(file: Uint8Array): string {
  const start = String.fromCharCode(...file.subarray(0, 12))
  return KINDS.find(([firstBytes]) => firstBytes.test(start))?.[1] ?? 'application/octet-stream'
}
