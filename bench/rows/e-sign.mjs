import { allOf } from '../contestants/all-of.mjs'
import { signers } from '../contestants/signers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { atMost, bests } from '../lib/targets.mjs'

const quickly = [
  'v1 floor, whole body',
  '@alicloud/rpc-client getSignatureV1',
  '@alicloud/openapi-client getAuthorization',
  '@alicloud/pop-core request, no transport',
  'ours signRpc',
  'ours signAcs3',
  'ours request v1, no transport',
]

export const title = 'signing: 11 parameters (small), 211 with Chinese text, 13 kB (large)'

export async function run({ isQuick, onProgress }) {
  const [rounds, cpuMs] = isQuick ? [1, 50] : [9, 200]
  const measure = async ({ name }) => {
    const { wallMs, ...values } = await runChild('sign-loop.mjs', [name, cpuMs, 'small', 'large'])
    return values
  }
  const lines = await interleave(allOf(signers, isQuick ? quickly : undefined), rounds, measure, onProgress)
  const of = bests(lines)
  const ratio = (ours, theirs, size) => of(ours, `${size} us`) / of(theirs, `${size} us`)
  const targets = [
    atMost('v1 small: signRpc / rpc-client', ratio('ours signRpc', '@alicloud/rpc-client getSignatureV1', 'small'), 1 / 1.8),
    atMost('v1 large: signRpc / rpc-client', ratio('ours signRpc', '@alicloud/rpc-client getSignatureV1', 'large'), 1 / 1.7),
    atMost('acs3 small: signAcs3 / openapi-client', ratio('ours signAcs3', '@alicloud/openapi-client getAuthorization', 'small'), 1 / 1.7),
    atMost('acs3 large: signAcs3 / openapi-client', ratio('ours signAcs3', '@alicloud/openapi-client getAuthorization', 'large'), 1 / 1.45),
    atMost(
      'whole request, v1 small: ours / pop-core',
      ratio('ours request v1, no transport', '@alicloud/pop-core request, no transport', 'small'),
      1 / 2.8,
    ),
  ]
  return [{ title: 'one signature', lines, reference: 'ours signRpc', ratioOf: 'small us', targets }]
}
