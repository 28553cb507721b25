import { footprintOf } from '../lib/footprint.mjs'

/** What may be installed with each package beside those of this house. */
const others = {
  '@x/credentials-core': [],
  '@x/provider-ecs': [],
  '@x/tea-rpc': ['undici'],
  '@x/provider-sts': ['undici'],
  '@x/ocr20191230': ['undici'],
  '@x/credentials': ['ini', 'undici'],
}

/** Row (c): which packages come with a name, and how many files of ours. */
export function guardInstallation(check) {
  for (const [name, allowed] of Object.entries(others)) {
    const { names } = footprintOf(name)
    check(`(c) ${name}: packages of others`, names.filter((one) => !one.startsWith('@x/')).join(' '), { exactly: allowed.join(' ') })
  }
  const { own, ownFiles } = footprintOf('@x/credentials')
  check('(c) @x/credentials: packages of ours', own, { atMost: 8 })
  check('(c) @x/credentials: files of ours', ownFiles, { atMost: 120 })
}
