import { allOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atMost, medians } from '../lib/targets.mjs'

const contestants = allOf(providers).filter(({ name }) => /sts|ecs|uri/.test(name))
const quickly = contestants.filter(({ kind, name }) => kind === 'ours' || name.endsWith('sts'))

export const title = 'stampede: many callers at once, nothing cached, a source that takes 50 ms'

export async function run({ isQuick, onProgress }) {
  const callers = isQuick ? 1000 : 10_000
  const measure = (origin) => async (contestant) => {
    const { wallMs, ...values } = await runChild('stampede.mjs', [origin, contestant.name, callers])
    return values
  }
  const lines = await withServer('credential-server.mjs', (origin) =>
    interleave(isQuick ? quickly : contestants, isQuick ? 1 : 3, measure(origin), onProgress),
  )
  const of = medians(lines)
  const targets = ['ours sts', 'ours ecs', 'ours uri', 'ours Client sts'].flatMap((name) => [
    atMost(`${name}: credential requests`, of(name, 'credential requests'), 1),
    atMost(`${name}: failed`, of(name, 'failed'), 0),
    atMost(`${name}: +RSS MB`, of(name, '+RSS MB'), 15),
  ])
  return [{ title: `${callers} callers`, lines, reference: 'ours sts', ratioOf: 'ms', targets }]
}
