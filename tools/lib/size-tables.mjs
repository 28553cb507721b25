import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode, canBundleForBrowser } from '../../bench/lib/bundle.mjs'
import { footprintOf } from '../../bench/lib/footprint.mjs'
import { bundleParts } from './bundle-parts.mjs'
import { inputsAtOnce } from './measure-bundle.mjs'
import { root } from './run-command.mjs'

/** The official packages, with what of ours does the same. */
const official = {
  '@alicloud/credentials': 'umbrella: default chain, Node',
  '@alicloud/pop-core': 'static keys, signing, call',
  '@alicloud/rpc-client': 'static keys, signing, call',
  '@alicloud/openapi-client': 'static keys, signing, call',
  '@alicloud/openapi-core': 'static keys, signing, call',
  '@alicloud/ocr-api20210707': 'ocr: one operation with its client',
}
/** What Node loads of other people's packages: the bytes of ours are counted without. */
const apart = {
  'undici, what is used of it': 'undici/lib/dispatcher/agent.js',
  ini: join(root, 'packages/provider-profile/node_modules/ini'),
}
/** Those that bench installs. */
const installed = {
  ours: ['credentials-core', 'provider-ecs', 'provider-sts', 'credentials', 'tea-rpc', 'ocr20191230'],
  official: ['@alicloud/credentials', '@alicloud/pop-core', '@alicloud/openapi-core', '@alicloud/ocr-api20210707'],
}
/** The lines of the README's short table: a row of sizes.json, its name in both languages, the official package that does the same. */
const short = [
  [
    'core: fromAccessKey, chain, cached',
    'the provider model: `fromAccessKey`, `chain`, `cached`',
    '凭据模型：`fromAccessKey`、`chain`、`cached`',
    undefined,
  ],
  [
    'static keys, signing, call',
    'static keys, signing, calls of any RPC product',
    '静态密钥、签名、调用任意 RPC 产品',
    '@alicloud/openapi-core',
  ],
  ['ocr: one operation with its client', 'OCR: one operation with its client', 'OCR：一个接口及其客户端', '@alicloud/ocr-api20210707'],
  ['umbrella: default chain, web', 'default chain, browsers and edge', '默认凭据链，浏览器与边缘运行时', undefined],
  ['umbrella: default chain, Node', 'default chain, Node', '默认凭据链，Node', '@alicloud/credentials'],
]

/**
 * The tables of sizes as Markdown, `{ file: { block: text } }`. `rows` are those of sizes.json, `measured` maps the name of a row to its
 * `{ gzip, later }`. The official packages are bundled and counted here, as the workspace has them.
 */
export async function sizeTables(rows, measured) {
  const theirs = new Map()
  for (const name of Object.keys(official)) theirs.set(name, { gzip: await bundleForNode(name), browser: await canBundleForBrowser(name) })
  const others = []
  for (const [name, path] of Object.entries(apart)) others.push([name, kilobytes(await bundleForNode(path))])
  const call = rows.find(({ name }) => name === 'static keys, signing, call')
  const parts = bundleParts(await inputsAtOnce(call)).map(([name, bytes]) => [name, kilobytes(bytes)])
  return {
    'docs/sizes.md': {
      imports: table(
        ['import', 'at once', 'later', 'statement'],
        rows.map((row) => importLine(row, measured.get(row.name))),
      ),
      parts: table(['part', 'minified'], parts),
      others: table(['package', 'gzip'], others),
      official: table(
        ['official package, whole', 'version', 'gzip', 'bundles for browsers', 'ours, at once', 'ours, later'],
        Object.entries(official).map(([name, ours]) => officialLine(name, theirs.get(name), sizeOf(measured, ours))),
      ),
      installed: table(['`npm install`', 'packages', 'of others', 'bytes', 'files'], installedLines()),
    },
    'README.md': {
      sizes: table(['import', 'at once', 'later, when used', 'official package'], shortLines(measured, theirs, 0)),
    },
    'README.zh-CN.md': {
      sizes: table(['导入', '首次加载', '用到时再加载', '官方包'], shortLines(measured, theirs, 1)),
    },
  }
}

/** What one `npm install` brings: packages, those of others among them, bytes and files. */
export function installedBy(name) {
  const { packages, own, bytes, files } = footprintOf(name)
  return { packages, others: packages - own, bytes, files }
}

function importLine({ name, code, runtime }, { gzip, later }) {
  const statements = code
    .split('; ')
    .map((one) => `\`${one.replace(/^export/, 'import').replace('import * from', 'import * as all from')}\``)
  return [name, kilobytes(gzip), kilobytes(later), `${statements.join(' ')}${runtime ? ` (${runtime})` : ''}`]
}

function officialLine(name, { gzip, browser }, ours) {
  return [`\`${name}\``, versionOf(name), kilobytes(gzip), browser ? 'yes' : 'no', kilobytes(ours.gzip), kilobytes(ours.later)]
}

function installedLines() {
  const scope = JSON.parse(readFileSync(join(root, 'packages/credentials/package.json'), 'utf8')).name.split('/')[0]
  return [...installed.ours.map((folder) => `${scope}/${folder}`), ...installed.official].map((name) => {
    const { packages, others, bytes, files } = installedBy(name)
    return [`\`${name}\``, packages, others, `${(bytes / 1e6).toFixed(2)} MB`, files]
  })
}

function shortLines(measured, theirs, language) {
  return short.map(([row, english, chinese, name]) => {
    const { gzip, later } = sizeOf(measured, row)
    return [[english, chinese][language], kilobytes(gzip), kilobytes(later), name ? `\`${name}\` ${kilobytes(theirs.get(name).gzip)}` : '–']
  })
}

function sizeOf(measured, name) {
  const size = measured.get(name)
  if (!size) throw new Error(`tools/sizes.json has no row "${name}", which the tables show`)
  return size
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(root, 'bench/node_modules', name, 'package.json'), 'utf8')).version
}

function kilobytes(bytes) {
  if (bytes === 0) return '–'
  return `${(bytes / 1000).toFixed(bytes < 1000 ? 2 : 1)} kB`
}

function table(head, lines) {
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
