import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isMissingFile, type ReadTextFileOptions, readTextFile } from './read-text-file.ts'

const asked: ReadTextFileOptions = { provider: 'test', field: 'keyFile', what: 'key file' }
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-text-file-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('readTextFile', () => {
  it('R54 reads a regular file through links, as Kubernetes lays them', async () => {
    symlinkSync(write('..data', 'token'), join(folder, 'link'))
    symlinkSync(join(folder, 'link'), join(folder, 'token'))
    expect(await readTextFile(join(folder, 'token'), asked)).toBe('token')
  })

  it.each([
    ['a pipe', () => execFileSync('mkfifo', [join(folder, 'pipe')]) && join(folder, 'pipe'), /is not a regular file/],
    ['a device', () => '/dev/zero', /is not a regular file/],
    ['a folder', () => folder, /is not a regular file/],
    ['a file of more than the limit', () => write('large', 'x'.repeat(65_537)), /has more than 65536 bytes/],
    ['a file of more than anything', () => write('huge', 'x'.repeat(3_000_000)), /has more than 65536 bytes/],
    ['bytes that are no text', () => write('binary', new Uint8Array([0x61, 0xff, 0xfe, 0x80])), /is not text in UTF-8/],
    ['text with a NUL', () => write('nul', 'a\0b'), /is not text in UTF-8/],
  ])('R54 R42 refuses %s at once', async (_, path, problem) => {
    const error = await readTextFile(path(), asked).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_FILE_ACCESS', field: 'keyFile', missing: false, message: expect.stringMatching(problem) })
  })

  it('R42 tells a file that is not there from one that may not be read', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'))
    for (const name of ['absent', 'dangling', 'absent/below']) {
      const error = await readTextFile(join(folder, name), asked).catch((thrown: unknown) => thrown)
      expect(isMissingFile(error), name).toBe(true)
      expect(error).toMatchObject({ code: 'ERR_FILE_ACCESS', hint: 'Check the path.' })
    }
    const denied = readTextFile('x', { ...asked, readFile: async () => Promise.reject(Object.assign(new Error(), { code: 'EACCES' })) })
    await expect(denied).rejects.toMatchObject({ missing: false, message: expect.stringContaining('may not be read by this process') })
  })

  it('R42 reads UTF-8 and UTF-16 with their marks, and leaves the marks out', async () => {
    const utf16 = Buffer.from('\ufeffkey = 值', 'utf16le')
    expect(await readTextFile(write('utf8', '\ufeffkey = 值'), asked)).toBe('key = 值')
    expect(await readTextFile(write('utf16le', utf16), asked)).toBe('key = 值')
    expect(await readTextFile(write('utf16be', Buffer.from(utf16).swap16()), asked)).toBe('key = 值')
  })

  it('takes bytes or text from a function of the caller, and holds it to the limit', async () => {
    expect(await readTextFile('x', { ...asked, readFile: async (path) => `of ${path}` })).toBe('of x')
    const large = readTextFile('x', { ...asked, limit: 3, readFile: async () => '值值' })
    await expect(large).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS', message: expect.stringContaining('more than 3 bytes') })
  })

  it('quotes nothing that the caller’s function throws', async () => {
    const thrown = readTextFile('x', { ...asked, readFile: async () => Promise.reject(new Error('secret')) })
    await expect(thrown).rejects.toThrow('The key file x cannot be read. Check the file.')
  })
})
