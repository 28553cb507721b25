import { expect, it } from 'vitest'
import { loadPart } from './load-part.ts'

it('a part that cannot be loaded, as in a page that has gone offline, is a typed error that can be tried again', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  await expect(loadPart(() => Promise.reject(cause))).rejects.toMatchObject({ code: 'ERR_NETWORK', retryable: true, cause })
  await expect(loadPart(async () => 'part')).resolves.toBe('part')
})
