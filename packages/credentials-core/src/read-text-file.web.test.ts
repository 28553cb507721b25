import { expect, it } from 'vitest'
import { readTextFile } from './read-text-file.ts'

it('says what to do where there are no files', async () => {
  const refused = readTextFile('/key', { provider: 'test', field: 'keyFile', what: 'key file' })
  await expect(refused).rejects.toMatchObject({ code: 'ERR_RUNTIME_UNSUPPORTED', hint: expect.stringContaining('readFile') })
})
