import { describe, expect, it } from 'vitest'
import { parseMetadataEndpoint } from './parse-metadata-endpoint.ts'

describe('parseMetadataEndpoint', () => {
  it.each([
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['localhost', 'http://localhost'],
    ['[::1]:9000', 'http://[::1]:9000'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['HTTP://LocalHost:8080/', 'http://localhost:8080'],
    ['http://2130706433/', 'http://127.0.0.1'],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:8443'],
    ['metadata.test', 'https://metadata.test'],
    ['metadata.test:80', 'https://metadata.test:80'],
    ['https://metadata.test:8443/', 'https://metadata.test:8443'],
  ])('reads %s as %s', (endpoint, origin) => {
    expect(parseMetadataEndpoint(endpoint)).toBe(origin)
  })

  it('is by default the address of every instance, over http', () => {
    const { protocol, hostname, port } = new URL(parseMetadataEndpoint())
    expect([protocol, hostname.split('.').map(Number), port]).toEqual(['http:', [100, 100, 100, 200], ''])
    expect(parseMetadataEndpoint(hostname)).toBe(parseMetadataEndpoint())
  })

  it.each([
    '',
    ' ',
    'http://metadata.test',
    'http://10.0.0.1',
    'http://169.254.1.1',
    'http://localhost.',
    'http://localhost.test',
    'http://127.0.0.1.test',
    'http://[::ffff:127.0.0.1]',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    '//127.0.0.1',
    '127.0.0.1/latest',
    'http://127.0.0.1/latest',
    '127.0.0.1?a',
    '127.0.0.1#a',
    'user@127.0.0.1',
    'http://user:secret@127.0.0.1',
    '127.0.0.1:0',
    '127.0.0.1:99999',
    '127.0.0.1:',
    '127.0.0.1\r\n.test',
    '127.0.0.1\\a',
    '127.0..1',
    '256.256.256.256',
    '[::1',
    'ⅼocalhost',
    'a'.repeat(300),
    5,
    null,
  ])('R43 R45 R46 refuses %j without quoting it', (endpoint) => {
    let error: unknown
    try {
      parseMetadataEndpoint(endpoint)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'metadataEndpoint' })
    if (String(endpoint).includes('secret')) expect((error as Error).message).not.toContain('secret')
  })
})
