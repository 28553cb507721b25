import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { responseMetadata, toMap } from '@x/tea-rpc'
import { describe, expect, it } from 'vitest'
import { all, checkpoints, numbers, picture, reader, refusal, request, shown, unlimited } from '../../test/batch-cloud.ts'
import { checkpointFile } from '../checkpoint-file.node.ts'
import { recognizeCharacter } from '../operations/recognize-character.ts'
import { planAll } from './plan-all.ts'
import { recognizeAll } from './recognize-all.ts'

const { folder, newFile } = checkpoints()

describe('a checkpoint', () => {
  it('R90 answers from it what was answered before, and calls for the rest', async () => {
    const checkpoint = newFile()
    const first = reader()
    await all(first, numbers(3).map(picture), { checkpoint })
    const second = reader()
    const results = await all(second, numbers(5).map(picture), { checkpoint })
    expect(shown(results)).toEqual(numbers(5).map((number) => `${number} ${number < 3 ? 'checkpoint' : 'service'} picture ${number}`))
    expect(second.paid.sort()).toEqual([3, 4])
    // What is read from the file is what the service answered.
    expect(results[0]).toMatchObject({ response: { requestId: expect.stringMatching(/^r\d/), data: { results: [{ text: 'picture 0' }] } } })
  })

  it('gives the body with the names of the service for answers from it, and for repeated ones, as for those of a call', async () => {
    const checkpoint = newFile()
    const results = [
      ...(await all(reader(), [picture(0), picture(0)], { checkpoint, concurrency: 1 })),
      ...(await all(reader(), [picture(0)], { checkpoint })),
      ...(await all(reader(), [picture(0), picture(0)], { concurrency: 1 })).slice(1),
    ]
    expect(results.map((result) => result.ok && result.source)).toEqual(['service', 'repeat', 'checkpoint', 'repeat'])
    for (const result of results) {
      if (!result.ok) throw result.error
      expect(toMap(result.response)).toEqual({ RequestId: 'r1', Data: { Results: [{ Text: 'picture 0' }] } })
      expect(responseMetadata(result.response).statusCode).toBe(200)
      expect(Object.keys(result.response)).toEqual(['requestId', 'data'])
    }
    const last = results.at(-1)
    if (last?.ok) expect(responseMetadata(last.response).headers.get('date')).toBeNull()
  })

  it('survives a kill at any byte: a line that was cut off counts for nothing', async () => {
    const checkpoint = newFile()
    await all(reader(), numbers(2).map(picture), { checkpoint, concurrency: 1 })
    const whole = readFileSync(checkpoint)
    const lines = whole.toString().trimEnd().split('\n')
    expect(lines.map((line) => /"state":"(\w+)"/.exec(line)?.[1])).toEqual([undefined, 'sent', 'answered', 'sent', 'answered'])
    const cut = newFile()
    for (let size = whole.indexOf('\n') + 1; size <= whole.length; size += 7) {
      writeFileSync(cut, whole.subarray(0, size))
      const cloud = reader()
      const results = await all(cloud, numbers(2).map(picture), { checkpoint: cut, concurrency: 1 })
      const complete = whole.subarray(0, size).toString()
      for (const [index, result] of results.entries()) {
        const isSent = complete.split('\n').length > 2 + index * 2
        const isAnswered = complete.split('\n').length > 3 + index * 2
        // Neither lost nor paid twice: what may have been paid for is named.
        const [expected] = shown([result])
        if (isAnswered) expect(expected).toBe(`${index} checkpoint picture ${index}`)
        else if (isSent) expect(expected).toBe(`${index} ERR_NETWORK in doubt`)
        else expect(expected).toBe(`${index} service picture ${index}`)
      }
    }
  })

  it('asks again for what an earlier batch left in doubt only when that is wished', async () => {
    const checkpoint = newFile()
    const lose = reader({
      fail: () => {
        throw new TypeError('socket closed')
      },
    })
    await all(lose, [picture(1)], { checkpoint })
    const cloud = reader()
    expect(shown(await all(cloud, [picture(1)], { checkpoint }))).toEqual(['0 ERR_NETWORK in doubt'])
    expect(shown(await all(cloud, [picture(1)], { checkpoint, inDoubt: 'again' }))).toEqual(['0 service picture 1'])
    expect(shown(await all(cloud, [picture(1)], { checkpoint }))).toEqual(['0 checkpoint picture 1'])
  })

  it('a refused call is not in doubt: the next batch makes it again', async () => {
    const checkpoint = newFile()
    await all(reader({ fail: () => refusal(400, 'InvalidFile.Content') }), [picture(1)], { checkpoint })
    expect(shown(await all(reader(), [picture(1)], { checkpoint }))).toEqual(['0 service picture 1'])
  })

  it('another file is refused and left as it is', async () => {
    const path = newFile()
    writeFileSync(path, 'precious\n')
    await expect(all(reader(), [picture(1)], { checkpoint: path })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'checkpoint',
    })
    expect(readFileSync(path, 'utf8')).toBe('precious\n')
    for (const checkpoint of [path, folder()])
      await expect(planAll(reader().client, recognizeCharacter, [picture(1)], { checkpoint })).rejects.toMatchObject({
        field: 'checkpoint',
      })
    expect(existsSync(`${path}.lock`)).toBe(false)
    await expect(all(reader(), [picture(1)], { checkpoint: join(folder(), 'no', 'such') })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
    })
  })

  it('R60 a second batch on it fails at once, sends nothing, and may go on when the first has ended', async () => {
    const checkpoint = newFile()
    const first = recognizeAll(reader().client, recognizeCharacter, numbers(3).map(picture), { ...unlimited, checkpoint })
    await first.next()
    const link = newFile()
    symlinkSync(checkpoint, link)
    for (const path of [checkpoint, pathToFileURL(checkpoint), link]) {
      const second = reader()
      await expect(all(second, [picture(7)], { checkpoint: path })).rejects.toMatchObject({
        code: 'ERR_FILE_ACCESS',
        field: 'checkpoint',
        hint: expect.stringContaining('One batch at a time'),
      })
      expect(second.requests).toEqual([])
    }
    await first.return()
    expect(existsSync(`${checkpoint}.lock`)).toBe(false)
    const cloud = reader()
    expect(shown(await all(cloud, numbers(4).map(picture), { checkpoint })).at(-1)).toBe('3 service picture 3')
    expect(existsSync(`${checkpoint}.lock`)).toBe(false)
  })

  it('R60 a store of the caller serves one batch at a time as well', async () => {
    const checkpoint = checkpointFile(newFile())
    const first = recognizeAll(reader().client, recognizeCharacter, [picture(0), picture(1)], { ...unlimited, checkpoint })
    await first.next()
    await expect(all(reader(), [picture(1)], { checkpoint })).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS', field: 'checkpoint' })
    await first.return()
    expect(shown(await all(reader(), [picture(0)], { checkpoint }))).toEqual(['0 checkpoint picture 0'])
    await checkpoint.close()
  })

  it.each([
    ['no JSON', (line: string) => line.replace('"body":{', '"body":{{CANARY')],
    ['null', (line: string) => line.replace(/"body":.*,"end"/, '"body":null,"end"')],
    ['a list', (line: string) => line.replace(/"body":.*,"end"/, '"body":[1],"end"')],
    ['absent', (line: string) => line.replace(/,"body":.*,"end"/, ',"end"')],
  ])('R4 an answer in it that is %s is in doubt, told by its line alone, and paid again only when that is wished', async (_, damage) => {
    const checkpoint = newFile()
    const inputs = numbers(2).map(picture)
    await all(reader(), inputs, { checkpoint, concurrency: 1 })
    const lines = readFileSync(checkpoint, 'utf8').split('\n')
    lines[2] = damage(lines[2] ?? '')
    writeFileSync(checkpoint, lines.join('\n'))
    const cloud = reader()
    const results = await all(cloud, inputs, { checkpoint })
    expect(shown(results)).toEqual(['0 ERR_FILE_SYNTAX in doubt', '1 checkpoint picture 1'])
    const [{ error }] = results as unknown as readonly [{ readonly error: Error }]
    expect(error.message).toContain('line 3 ')
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toMatch(/CANARY|picture/)
    expect(await planAll(cloud.client, recognizeCharacter, inputs, { request, checkpoint })).toMatchObject({ inDoubt: 1, answered: 1 })
    expect(cloud.paid).toEqual([])
    expect(shown(await all(cloud, inputs, { checkpoint, inDoubt: 'again' }))[0]).toBe('0 service picture 0')
    expect(shown(await all(cloud, inputs, { checkpoint }))[0]).toBe('0 checkpoint picture 0')
    expect(cloud.paid).toEqual([0])
  })

  it('never gives the answer to other content: a line with another key is in doubt', async () => {
    const lines: string[] = []
    const store = {
      lines: async function* () {},
      append: async (text: string) => lines.push(text) - 1,
      // As when somebody else had put a line before.
      line: async (position: number) => lines[position - 2] ?? '',
      close: async () => {},
    }
    const cloud = reader()
    const results = await all(cloud, [picture(0), picture(1), picture(1)], { checkpoint: store, concurrency: 1 })
    expect(shown(results)).toEqual(['0 service picture 0', '1 service picture 1', '2 ERR_FILE_SYNTAX in doubt'])
  })

  it('a kill while the first line of it is written does not spoil it', async () => {
    const checkpoint = newFile()
    writeFileSync(checkpoint, '{"checkpoint":"@x/oc')
    await all(reader(), [picture(1)], { checkpoint })
    expect(shown(await all(reader(), [picture(1)], { checkpoint }))).toEqual(['0 checkpoint picture 1'])
  })

  it.skipIf(!existsSync('/dev/full'))('a file on a full disk is a typed error that names the checkpoint', async () => {
    const cloud = reader()
    await expect(all(cloud, [picture(1)], { checkpoint: '/dev/full' })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
      field: 'checkpoint',
      message: expect.stringContaining('ENOSPC'),
    })
    expect(cloud.paid).toEqual([])
  })

  it('stops at once when it cannot be written: nothing is paid for that is not remembered', async () => {
    const cloud = reader()
    const checkpoint = {
      lines: async function* () {},
      append: async (text: string) => {
        if (text.includes('"answered"')) throw new Error('disk full')
        return 0
      },
      line: async () => '',
      close: async () => {},
    }
    await expect(all(cloud, numbers(50).map(picture), { checkpoint, concurrency: 2 })).rejects.toThrow('disk full')
    expect(cloud.paid.length).toBeLessThanOrEqual(4)
  })
})
