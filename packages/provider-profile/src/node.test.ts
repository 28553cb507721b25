import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromAccessKey } from '@x/credentials-core'
import { describe, expect, it } from 'vitest'
import * as web from './index.ts'
import * as node from './node.ts'
import { inspectFile, lockLogin, runProcess, readFile as webRead, updateFile as webUpdate } from './system.web.ts'

describe('the entry for Deno and Bun', () => {
  it('has the same providers', () => {
    expect(Object.keys(node).sort()).toEqual(Object.keys(web).sort())
  })

  it('reads files and runs programs by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'node-entry-'))
    try {
      const create = () => fromAccessKey({ accessKeyId: 'id', accessKeySecret: 'secret' })
      await writeFile(join(folder, 'c'), '[default]\ntype = access_key\naccess_key_id = a\naccess_key_secret = b', { mode: 0o600 })
      expect(await node.fromProfile({ create, file: join(folder, 'c') })()).toMatchObject({ accessKeyId: 'id' })
      const json = { profiles: [{ name: 'default', mode: 'AK', access_key_id: 'a', access_key_secret: 'b' }] }
      await writeFile(join(folder, 'j'), JSON.stringify(json), { mode: 0o600 })
      expect(await node.fromCliProfile({ create, file: join(folder, 'j') })()).toMatchObject({ accessKeyId: 'id' })
      const print = 'console.log(JSON.stringify({ mode: "AK", access_key_id: "a", access_key_secret: "b" }))'
      expect(await node.fromProcess({ command: `"${process.execPath}" -e '${print}'` })()).toMatchObject({ accessKeyId: 'a' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('refuses options that are none, as the other entry does', () => {
    for (const entry of [node, web]) {
      for (const factory of [entry.fromProfile, entry.fromCliProfile, entry.fromProcess, entry.fromOAuth, entry.fromCloudSso]) {
        for (const options of [null, undefined, 'x']) {
          expect(() => factory(options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
        }
      }
    }
  })

  it('is named where there are no files and no programs', async () => {
    const unsupported = { code: 'ERR_RUNTIME_UNSUPPORTED', hint: expect.stringContaining('@x/provider-profile/node') }
    await expect(webRead('x')).rejects.toMatchObject(unsupported)
    await expect(webUpdate('x', () => 'y')).rejects.toMatchObject(unsupported)
    await expect(runProcess({ file: 'x', args: [], env: {}, timeout: 1, limit: 1 })).rejects.toMatchObject(unsupported)
    await expect(lockLogin('x', async () => {})).rejects.toMatchObject(unsupported)
    expect(await inspectFile('x')).toBeUndefined()
  })
})
