import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointFile } from './checkpoint-file.node.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocr-checkpoint-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('checkpointFile', () => {
  it('gives each line its position, in whatever company it was written, of one byte a character or of more', async () => {
    const path = join(folder, 'together.jsonl')
    const store = checkpointFile(path)
    const texts = Array.from({ length: 300 }, (_, index) => `${'行'.repeat(index % 7)}${index}${'x'.repeat(index * 40)}`)
    const positions: number[] = []
    // Alone, then many at once.
    positions.push(await store.append(texts[0] as string))
    positions.push(...(await Promise.all(texts.slice(1).map((text) => store.append(text)))))
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
    for (const [index, position] of positions.entries()) expect(await store.line(position)).toBe(texts[index])
    await store.close()
    expect(readFileSync(path, 'utf8')).toBe(texts.map((text) => `${text}\n`).join(''))

    const again = checkpointFile(path)
    const read: string[] = []
    for await (const { text, position } of again.lines()) {
      read.push(text)
      expect(position).toBe(positions[read.length - 1])
    }
    expect(read).toEqual(texts)
    await again.close()
  })

  it('has written a line when it says so', async () => {
    const path = join(folder, 'written.jsonl')
    const store = checkpointFile(path)
    for (let step = 0; step < 5; step++) {
      await Promise.all([store.append(`${step} a`), store.append(`${step} b`)])
      expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2 * (step + 1))
    }
    await store.close()
  })
})
