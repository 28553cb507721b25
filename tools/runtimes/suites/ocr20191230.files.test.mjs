import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOcrClient } from '@x/ocr20191230'
import { fileFrom } from '@x/ocr20191230/node'
import { uploadFile } from '@x/ocr20191230/upload'
import { describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'picture-'))
globalThis.process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

describe('files, by the entry ./node', () => {
  it('fileFrom gives a file that an upload can read', async () => {
    const path = join(folder, 'a.png')
    writeFileSync(path, new Uint8Array(1000))
    const sent = []
    const fetch = async (url, init) => {
      sent.push({ url, body: init.body })
      throw new Error('That is all.')
    }
    const client = createOcrClient({
      accessKeyId: 'LTAIexampleexample01',
      accessKeySecret: 'examplesecretexample',
      fetch,
      sleep: async () => {},
    })
    await uploadFile(client, fileFrom(path)).catch(() => {})
    // The file was found and fit to send: the service was asked for the right to.
    expect(sent.length > 0).toBe(true)
    const missing = await uploadFile(client, fileFrom(join(folder, 'none.png'))).catch((error) => error)
    expect(missing.code).toBe('ERR_FILE_ACCESS')
  })
})
