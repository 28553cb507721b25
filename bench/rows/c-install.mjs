import { footprintOf } from '../lib/footprint.mjs'
import { atMost, medians } from '../lib/targets.mjs'

const contestants = [
  { kind: 'official', name: '@alicloud/credentials' },
  { kind: 'official', name: '@alicloud/pop-core' },
  { kind: 'official', name: '@alicloud/rpc-client' },
  { kind: 'official', name: '@alicloud/openapi-client' },
  { kind: 'official', name: '@alicloud/openapi-core' },
  { kind: 'official', name: '@alicloud/ocr-api20210707' },
  { kind: 'ours', name: '@x/provider-sts' },
  { kind: 'ours', name: '@x/tea-rpc' },
  { kind: 'ours', name: '@x/credentials' },
  { kind: 'ours', name: '@x/ocr20191230' },
]

export const title = 'installation: packages, bytes and files that come with one name'

/** Counted, not timed: the packages as they are installed here, ours as they would be published. */
export async function run() {
  const lines = contestants.map(({ kind, name }) => {
    const { packages, own, bytes, ownBytes, ownFiles, files } = footprintOf(name)
    const values = { packages, 'of ours': own, MB: bytes / 1e6, 'MB of ours': ownBytes / 1e6, files, 'files of ours': ownFiles }
    return { kind, name, values: Object.fromEntries(Object.entries(values).map(([metric, value]) => [metric, counted(value)])) }
  })
  const of = medians(lines)
  const targets = [
    atMost('@x/credentials: packages of ours', of('@x/credentials', 'of ours'), 8),
    atMost('@x/credentials: packages of others', of('@x/credentials', 'packages') - of('@x/credentials', 'of ours'), 2),
    atMost('@x/credentials: MB of ours', of('@x/credentials', 'MB of ours'), 0.4),
    atMost('@x/credentials: files of ours', of('@x/credentials', 'files of ours'), 60),
  ]
  return [{ title: 'installed', lines, reference: '@x/credentials', ratioOf: 'MB', targets }]
}

const counted = (value) => ({ median: value, spread: 0, best: value, samples: [value] })
