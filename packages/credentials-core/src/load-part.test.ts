import { expect, it } from 'vitest'
import { loadPart, loadProviderPart } from './load-part.ts'

it('a part that cannot be loaded, as in a page that has gone offline, is a typed error that can be tried again', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  await expect(loadPart(() => Promise.reject(cause))).rejects.toMatchObject({ code: 'ERR_NETWORK', retryable: true, cause })
  await expect(loadPart(async () => 'part')).resolves.toBe('part')
})

it('a part of a provider that cannot be loaded names the provider, and says whether a chain may go on', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  const failure = { name: 'CredentialsError', code: 'ERR_NETWORK', provider: 'oauth', retryable: true, cause }
  const load = (): Promise<never> => Promise.reject(cause)
  await expect(loadProviderPart('oauth', load)).rejects.toMatchObject({ ...failure, skippable: false })
  await expect(loadProviderPart('oauth', load, true)).rejects.toMatchObject({ ...failure, skippable: true })
  await expect(loadProviderPart('oauth', async () => 'part')).resolves.toBe('part')
})
