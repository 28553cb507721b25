import { expect, it } from 'vitest'
import { contentTypeOf } from './content-type.ts'

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

it.each([
  ['image/jpeg', '\xff\xd8\xff\xe0 rest'],
  ['image/png', '\x89PNG\r\n\x1a\n rest'],
  ['image/gif', 'GIF89a rest'],
  ['image/bmp', 'BM rest'],
  ['image/webp', 'RIFF\n\0\0\0WEBPVP8 '],
  ['application/pdf', '%PDF-1.7 rest'],
  ['video/mp4', '\0\0\0\x20ftypisom'],
  ['video/x-msvideo', 'RIFF\n\0\0\0AVI LIST'],
  ['application/octet-stream', 'plain text'],
  ['application/octet-stream', 'a GIF89a'],
  ['application/octet-stream', 'RIFF\n\0\0\0WAVE'],
  ['application/octet-stream', ''],
])('tells %s by the first bytes %j', (contentType, start) => {
  expect(contentTypeOf(latin(start))).toBe(contentType)
})
