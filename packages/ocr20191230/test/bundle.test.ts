import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { readSpec } from '../generate/spec.ts'

interface Chunk {
  readonly text: string
  readonly bytes: number
  /** The chunks that load together with this one, itself included. */
  readonly together: () => Chunk[]
}

/** What a bundler for browsers makes of an import of this package: the packages below are left out, since they have budgets of their own. */
async function bundle(code: string): Promise<Chunk[]> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: new URL('..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['x-source', 'browser'],
    external: ['@x/tea-rpc', '@x/credentials-core'],
    outdir: 'out',
    metafile: true,
    write: false,
  })
  const chunks = new Map<string, Chunk>()
  const together = (name: string, seen: Map<string, Chunk> = new Map()): Map<string, Chunk> => {
    const chunk = chunks.get(name)
    if (!chunk || seen.has(name)) return seen
    seen.set(name, chunk)
    for (const { path, kind } of metafile.outputs[name]?.imports ?? []) if (kind === 'import-statement') together(path, seen)
    return seen
  }
  for (const [index, name] of Object.keys(metafile.outputs).entries()) {
    const { text = '', contents = new Uint8Array() } = outputFiles[index] ?? {}
    chunks.set(name, { text, bytes: gzipSync(contents, { level: 9 }).length, together: () => [...together(name).values()] })
  }
  return [...chunks.values()]
}

/** What loads when a chunk with this text does, beside what is there already. */
function loading(text: string, [main, ...lazy]: readonly Chunk[]): { readonly text: string; readonly bytes: number } {
  const there = main?.together() ?? []
  const chunks = lazy.find((chunk) => chunk.text.includes(text))?.together() ?? []
  const added = chunks.filter((chunk) => !there.includes(chunk))
  return { text: added.map((chunk) => chunk.text).join('\n'), bytes: added.reduce((sum, { bytes }) => sum + bytes, 0) }
}

const using = (...names: string[]): string => `import { ${names} } from '@x/ocr20191230'; globalThis.used = [${names}]`
const actions = readSpec().operations.map(({ name }) => name)
const actionsIn = (text: string): string[] => actions.filter((action) => new RegExp(`["'\`]${action}["'\`]`).test(text))

describe('a bundle', () => {
  it('R89 of one operation holds no other one, and stays small', async () => {
    const [main] = await bundle(using('createOcrClient', 'recognizeCharacter'))
    expect(actionsIn(main?.text ?? '')).toEqual(['RecognizeCharacter'])
    // Neither uploading, nor checking, fitting or batches.
    expect(main?.text).not.toMatch(/AuthorizeFileUpload|multipart|GetAsyncJobResult|JPEG|OffscreenCanvas|sha256/)
    expect(main?.bytes).toBeLessThan(1000)
  })

  it('R89 loads for the upload of a picture neither streams nor downloads, neither recovery nor refusals', async () => {
    const chunks = await bundle(using('createOcrClient', 'recognizeCharacter'))
    const upload = loading('AuthorizeFileUpload', chunks)
    expect(upload.text).toContain('multipart')
    expect(upload.text).not.toMatch(/JPEG|getReader|ReadableStream|atob|PostObject|UnknownError|looks like a path|OffscreenCanvas/)
    expect(upload.bytes).toBeLessThan(3000)
    const check = loading('RecognizeQrCode', chunks)
    expect(check.text).toContain('JPEG')
    expect(check.text).not.toMatch(/recognizePdf|fit: true/)
    expect(check.bytes).toBeLessThan(1500)
    // What few uploads need, the limits of time of those that are read while they are sent among it.
    expect(loading('looks like a path', chunks).bytes).toBeLessThan(3450)
    expect(loading('UnknownError', chunks).bytes).toBeLessThan(1200)
    expect(loading('is not a web address', chunks).text).toContain('is not an https address')
  })

  it('R89 of a second operation adds at most 150 bytes', async () => {
    const [one] = await bundle(using('createOcrClient', 'recognizeCharacter'))
    const [two] = await bundle(using('createOcrClient', 'recognizeCharacter', 'recognizeVATInvoice'))
    expect((two?.bytes ?? 0) - (one?.bytes ?? 0)).toBeLessThan(150)
  })

  it('R89 of nothing is empty', async () => {
    const [nothing] = await bundle(`import * as ocr from '@x/ocr20191230'; globalThis.used = 1`)
    expect(nothing?.text.replace(/import\s?"[^"]+";?/g, '').trim()).toBe('globalThis.used=1;')
  })

  it('R88 for browsers holds no Node module', async () => {
    for (const { text } of await bundle(`import * as ocr from '@x/ocr20191230'; globalThis.used = ocr`)) expect(text).not.toContain('node:')
  })
})
