import { allOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atLeast, bests } from '../lib/targets.mjs'

const HOUR = 3_600_000
const quickly = ['bare async function', '@alicloud/credentials sts', '@alicloud/credentials ecs', 'ours sts', 'ours ecs']

export const title = 'one cached get'

export async function run({ isQuick, onProgress }) {
  const [rounds, lateRounds, cpuMs] = isQuick ? [2, 1, 50] : [9, 9, 200]
  const loop = (origin, leftMs) => async (contestant) => {
    const { wallMs, ...values } = await runChild('get-loop.mjs', [origin, contestant.name, cpuMs, leftMs])
    return values
  }
  const all = allOf(providers, isQuick ? quickly : undefined)
  // Only what asks the metadata service has a last hour that differs: it gives the same credentials again.
  const refreshed = all.filter(({ name }) => (isQuick ? name.endsWith('ecs') : !name.includes('static')))
  const [fresh, late] = await withServer('credential-server.mjs', async (origin) => [
    await interleave(all, rounds, loop(origin, 5 * HOUR), onProgress),
    await interleave(refreshed, lateRounds, loop(origin, (2 / 3) * HOUR), onProgress),
  ])
  const [freshOf, lateOf] = [bests(fresh), bests(late)]
  const ratio = (of, ours, theirs) => of(ours, 'M gets/s') / of(theirs, 'M gets/s')
  return [
    {
      title: 'credentials with five hours left',
      lines: fresh,
      reference: 'ours sts',
      ratioOf: 'us/get',
      targets: [
        atLeast('gets/s: ours sts / @alicloud/credentials sts', ratio(freshOf, 'ours sts', '@alicloud/credentials sts'), 3),
        atLeast('gets/s: ours ecs / @alicloud/credentials ecs', ratio(freshOf, 'ours ecs', '@alicloud/credentials ecs'), 3),
        atLeast('gets/s: ours sts / bare async function', ratio(freshOf, 'ours sts', 'bare async function'), 1 / 3.1),
      ],
    },
    {
      title: 'credentials with 40 minutes left, and a source that gives the same ones again',
      lines: late,
      reference: 'ours ecs',
      ratioOf: 'us/get',
      targets: [
        atLeast(
          'gets/s in the last hour: ours ecs / @alicloud/credentials ecs',
          ratio(lateOf, 'ours ecs', '@alicloud/credentials ecs'),
          6000,
        ),
        atLeast('gets/s: ours ecs in the last hour / before', lateOf('ours ecs', 'M gets/s') / freshOf('ours ecs', 'M gets/s'), 0.8),
      ],
    },
  ]
}
