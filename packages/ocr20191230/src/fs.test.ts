import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeCloud } from '../test/fake-cloud.ts'
import { parseForm } from '../test/strict-form.ts'
import * as node from './fs.node.ts'
import * as web from './fs.web.ts'
import { recognizeTrainTicket } from './operations/recognize-train-ticket.ts'
import { readFileInput } from './read-file-input.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocr-files-'))
  writeFileSync(join(folder, 'ticket.jpg'), new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]))
  writeFileSync(join(folder, 'empty.jpg'), '')
  symlinkSync(join(folder, 'ticket.jpg'), join(folder, 'link.jpg'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('fileFrom', () => {
  it('R90 uploads a file of this machine', async () => {
    const cloud = fakeCloud()
    await recognizeTrainTicket(cloud.client, { imageURL: node.fileFrom(join(folder, 'ticket.jpg')) })
    const [post] = cloud.to('object')
    expect(parseForm(post?.headers['content-type'], post?.body ?? new Uint8Array()).at(-1)).toMatchObject({
      contentType: 'image/jpeg',
      data: new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]),
    })
  })

  it('R90 opens the file anew each time it is used, also by file: URL and through a link', async () => {
    const file = node.fileFrom(pathToFileURL(join(folder, 'link.jpg')))
    const first = await readFileInput(file, { limit: 100 })
    expect(await readFileInput(file, { limit: 100 })).toEqual(first)
  })

  it.each([
    ['a missing file', 'missing.jpg', 'ENOENT'],
    ['a folder', '.', 'not a regular file'],
  ])('R90 refuses %s when it is used, before anything is sent', async (_, name, problem) => {
    const cloud = fakeCloud()
    const call = recognizeTrainTicket(cloud.client, { imageURL: node.fileFrom(join(folder, name)) })
    await expect(call).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS', message: expect.stringContaining(`(${problem})`) })
    expect(cloud.requests).toEqual([])
  })

  it('R54 does not wait for the writer of a pipe', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    await expect(readFileInput(node.fileFrom(pipe), { limit: 100 })).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS' })
  })

  it('R90 refuses an empty file', async () => {
    await expect(readFileInput(node.fileFrom(join(folder, 'empty.jpg')), { limit: 100 })).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
  })

  it('where there are no files, says so at once and what to use', () => {
    expect(() => web.fileFrom('a.jpg')).toThrow(
      expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED', hint: expect.stringContaining('@x/ocr20191230/node') }),
    )
  })

  it('both files export the same names', () => {
    expect(Object.keys(web)).toEqual(Object.keys(node))
  })
})
