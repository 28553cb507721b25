import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { readSpec } from '../generate/spec.ts'

/** What a bundler for browsers makes of an import of this package: the packages below are left out, since they have budgets of their own. */
async function bundle(code: string): Promise<{ readonly text: string; readonly bytes: number }[]> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: new URL('..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['x-source', 'browser'],
    external: ['@x/tea-rpc', '@x/credentials-core'],
    outdir: 'out',
    write: false,
  })
  return outputFiles.map(({ text, contents }) => ({ text, bytes: gzipSync(contents, { level: 9 }).length }))
}

const using = (...names: string[]): string => `import { ${names} } from '@x/ocr20191230'; globalThis.used = [${names}]`
const actions = readSpec().operations.map(({ name }) => name)
const actionsIn = (text: string): string[] => actions.filter((action) => new RegExp(`["'\`]${action}["'\`]`).test(text))

describe('a bundle', () => {
  it('R89 of one operation holds no other one, and stays small', async () => {
    const [main, ...lazy] = await bundle(using('createOcrClient', 'recognizeCharacter'))
    expect(actionsIn(main?.text ?? '')).toEqual(['RecognizeCharacter'])
    // Neither uploading, nor checking, fitting or batches.
    expect(main?.text).not.toMatch(/AuthorizeFileUpload|multipart|GetAsyncJobResult|JPEG|OffscreenCanvas|sha256/)
    expect(main?.bytes).toBeLessThan(1000)
    const chunkOf = (text: string): number => lazy.find((chunk) => chunk.text.includes(text))?.bytes ?? Number.NaN
    expect(chunkOf('AuthorizeFileUpload')).toBeLessThan(7200)
    expect(chunkOf('OffscreenCanvas')).toBeLessThan(1700)
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
