import { describe, expect, it, vi } from 'vitest'
import { directFetch } from './direct-fetch.web.ts'

describe('directFetch elsewhere', () => {
  it('R44 asks the fetch of the platform, which must not follow a redirect', async () => {
    const fetch = vi.fn(async () => new Response('ok'))
    vi.stubGlobal('fetch', fetch)
    try {
      const answer = await directFetch('https://example.com/', { method: 'PUT', headers: { a: 'b' } })
      expect(await answer.text()).toBe('ok')
      expect(fetch).toHaveBeenCalledWith('https://example.com/', { method: 'PUT', headers: { a: 'b' }, redirect: 'manual' })
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
