import { allOf } from '../contestants/all-of.mjs'
import { callers } from '../contestants/callers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atMost, bests } from '../lib/targets.mjs'

const packages = [
  { kind: 'limit', name: 'nothing' },
  { kind: 'limit', name: 'undici' },
  { kind: 'official', name: '@alicloud/credentials' },
  { kind: 'official', name: '@alicloud/pop-core' },
  { kind: 'official', name: '@alicloud/rpc-client' },
  { kind: 'official', name: '@alicloud/openapi-client' },
  { kind: 'official', name: '@alicloud/openapi-core' },
  { kind: 'official', name: '@alicloud/ocr-api20210707' },
  { kind: 'ours', name: '@x/credentials-core' },
  { kind: 'ours', name: '@x/credentials' },
  { kind: 'ours', name: '@x/tea-rpc' },
  { kind: 'ours', name: '@x/ocr20191230' },
]
const started = [
  'undici Pool, unsigned',
  'http.request, unsigned',
  'v1 floor on http.request',
  'v1 floor on fetch',
  '@alicloud/pop-core POST v1',
  '@alicloud/rpc-client GET v1',
  '@alicloud/openapi-client POST acs3',
  '@alicloud/openapi-core POST acs3',
  '@alicloud/ocr-api recognizeGeneral',
  'ours v1',
  'ours acs3',
  'ours v1 on fetch',
  'ours ocr recognizeCharacter',
]

const quickImports = [
  'nothing',
  '@alicloud/credentials',
  '@alicloud/ocr-api20210707',
  '@x/credentials-core',
  '@x/credentials',
  '@x/ocr20191230',
]
const quickly = ['http.request, unsigned', '@alicloud/pop-core POST v1', '@alicloud/openapi-core POST acs3', 'ours v1', 'ours acs3']

export const title = 'start-up: import, and first signed answer'

/** Every repeat is a process of its own. Processor time is the number to trust on a machine that does other things, too. */
export async function run({ isQuick, onProgress }) {
  const [importRounds, answerRounds] = isQuick ? [3, 2] : [15, 15]
  const imported = isQuick ? packages.filter(({ name }) => quickImports.includes(name)) : packages
  const imports = await interleave(imported, importRounds, ({ kind, name }) => importPackage(kind, name), onProgress)
  const answers = await withServer('rpc-server.mjs', (origin) =>
    interleave(allOf(callers, isQuick ? quickly : started), answerRounds, ({ name }) => callOnce(origin, name), onProgress),
  )
  return [
    { title: 'import', lines: imports, reference: '@x/credentials', ratioOf: 'CPU ms', targets: importTargets(imports) },
    {
      title: 'process start to first signed answer',
      lines: answers,
      reference: 'ours acs3',
      ratioOf: 'CPU ms',
      targets: answerTargets(answers),
    },
  ]
}

async function importPackage(kind, name) {
  const args = name === 'nothing' ? [] : [name, kind === 'ours' ? 'esm' : 'cjs']
  const { wallMs, ...values } = await runChild('import-package.cjs', args)
  return { ...values, 'process ms': wallMs }
}

async function callOnce(origin, name) {
  const { wallMs, ...values } = await runChild('call-once.mjs', [origin, name])
  return values
}

function importTargets(lines) {
  const of = bests(lines)
  return [
    atMost('import @x/credentials / @alicloud/credentials', of('@x/credentials', 'CPU ms') / of('@alicloud/credentials', 'CPU ms'), 1 / 3),
    atMost('import @x/ocr20191230 / ocr-api20210707', of('@x/ocr20191230', 'CPU ms') / of('@alicloud/ocr-api20210707', 'CPU ms'), 1 / 9),
    atMost('process with @x/credentials / empty process', of('@x/credentials', 'process ms') / of('nothing', 'process ms'), 1.15),
  ]
}

function answerTargets(lines) {
  const of = bests(lines)
  const ours = of('ours acs3', 'CPU ms')
  return [
    atMost('first answer / pop-core', ours / of('@alicloud/pop-core POST v1', 'CPU ms'), 1),
    atMost('first answer / openapi-core', ours / of('@alicloud/openapi-core POST acs3', 'CPU ms'), 0.62),
  ]
}
