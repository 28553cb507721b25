import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (name: string) => {
  const folder = new URL(`../../${name}/src/sts/`, import.meta.url)
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]))
}

// The two packages are on one level, so neither may import the other, and what a caller of STS needs is no part of the RPC package.
it('has the same files for a call of STS as provider-sts', () => {
  expect(read('provider-rsa')).toEqual(read('provider-sts'))
})
