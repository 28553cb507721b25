import { allOf } from '../contestants/all-of.mjs'
import { callers } from '../contestants/callers.mjs'
import { providers } from '../contestants/providers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atMost, medians } from '../lib/targets.mjs'

const nodeOptions = ['--expose-gc']
const quickGets = ['@alicloud/credentials sts', 'ours sts']
const quickCalls = ['@alicloud/pop-core POST v1', '@alicloud/openapi-core POST acs3', 'ours acs3']
const fullCalls = [
  ...quickCalls,
  'v1 floor on http.request',
  'undici Pool, unsigned',
  '@alicloud/openapi-client POST acs3',
  'ours v1',
  'ours v1 on fetch',
]

export const title = 'memory: what is held afterwards, and the peak'

export async function run({ isQuick, onProgress }) {
  const [gets, calls, rounds] = isQuick ? [50_000, 2000, 1] : [1_000_000, 100_000, 2]
  const measure = (program, origin, count) => async (contestant) => {
    const { wallMs, ...values } = await runChild(program, [origin, contestant.name, count], { nodeOptions })
    return values
  }
  const getLines = await withServer('credential-server.mjs', (origin) =>
    interleave(allOf(providers, isQuick ? quickGets : undefined), rounds, measure('get-memory.mjs', origin, gets), onProgress),
  )
  const callLines = await withServer('rpc-server.mjs', (origin) =>
    interleave(allOf(callers, isQuick ? quickCalls : fullCalls), rounds, measure('call-memory.mjs', origin, calls), onProgress),
  )
  const of = medians(callLines)
  return [
    {
      title: `${gets.toLocaleString('en')} gets`,
      lines: getLines,
      reference: 'ours sts',
      ratioOf: 'peak RSS MB',
      targets: [atMost('ours sts: held kB', medians(getLines)('ours sts', 'held kB'), 64)],
    },
    {
      title: `${calls.toLocaleString('en')} calls, 16 in flight`,
      lines: callLines,
      reference: 'ours acs3',
      ratioOf: 'peak RSS MB',
      targets: [
        // After few calls most of what is held is the code that they compiled.
        ...(isQuick ? [] : [atMost('ours acs3: held kB', of('ours acs3', 'held kB'), 300)]),
        atMost('peak RSS: ours acs3 / pop-core', of('ours acs3', 'peak RSS MB') / of('@alicloud/pop-core POST v1', 'peak RSS MB'), 95 / 91),
      ],
    },
  ]
}
