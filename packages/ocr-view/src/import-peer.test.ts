import { expect, it } from 'vitest'
import { importPeer } from './import-peer.ts'

it('says what to install where a package is not there', async () => {
  const cause = new Error("Cannot find package 'x'")
  const missing = importPeer('some-package', () => Promise.reject(cause))
  await expect(missing).rejects.toMatchObject({ code: 'ERR_RUNTIME_UNSUPPORTED', hint: 'Install it: npm install some-package', cause })
  expect(await importPeer('here', async () => 1)).toBe(1)
})
