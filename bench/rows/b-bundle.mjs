import { measureBundle } from '../../tools/lib/measure-bundle.mjs'
import { bundleForNode, canBundleForBrowser } from '../lib/bundle.mjs'
import { atMost } from '../lib/targets.mjs'

const external = ['undici', 'undici/*', 'ini']
const jobs = [
  {
    title: 'static keys, signing, call',
    ours: "export { fromAccessKey } from '@x/credentials-core'; export { createRpcClient } from '@x/tea-rpc'",
    official: ['@alicloud/pop-core', '@alicloud/rpc-client', '@alicloud/openapi-client', '@alicloud/openapi-core'],
    targets: { '@alicloud/pop-core': 1 / 15, '@alicloud/openapi-core': 1 / 55 },
  },
  {
    title: 'default chain for Node, all chunks',
    ours: "export { fromDefaultChain } from '@x/credentials'",
    runtime: 'node',
    official: ['@alicloud/credentials'],
    targets: { '@alicloud/credentials': 1 / 3 },
  },
  {
    title: 'OCR, one operation',
    ours: "export { createOcrClient, recognizeCharacter } from '@x/ocr20191230'",
    official: ['@alicloud/ocr-api20210707'],
    targets: { '@alicloud/ocr-api20210707': 1 / 50 },
  },
]

export const title = 'bundle size (esbuild, minified, gzip; undici and ini apart)'

/** Sizes are the same every time: measured once. The gate `sizes` holds ours to tools/sizes.json. */
export async function run({ onProgress }) {
  const parts = []
  for (const job of jobs) {
    onProgress(job.title)
    parts.push(await measureJob(job))
  }
  return parts
}

async function measureJob({ title, ours, runtime = 'browser', official, targets }) {
  const { gzip, laterGzip } = await measureBundle({ code: ours, runtime, external })
  const own = runtime === 'node' ? gzip + laterGzip : gzip
  const lines = [line('ours', 'ours', own, runtime === 'browser' ? 'yes' : '-')]
  for (const name of official)
    lines.push(line('official', name, await bundleForNode(name), (await canBundleForBrowser(name)) ? 'yes' : 'no'))
  const judged = Object.entries(targets).map(([name, limit]) => {
    const theirs = lines.find((one) => one.name === name).values['gzip kB'].median
    return atMost(`${title}: ours / ${name}`, own / 1000 / theirs, limit)
  })
  return { title, lines, reference: 'ours', ratioOf: 'gzip kB', targets: judged }
}

function line(kind, name, bytes, browser) {
  const size = bytes / 1000
  return { kind, name, values: { 'gzip kB': { median: size, spread: 0, best: size, samples: [size] }, 'for browsers': { text: browser } } }
}
