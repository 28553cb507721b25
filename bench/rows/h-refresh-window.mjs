import { allOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atMost, medians } from '../lib/targets.mjs'

const contestants = allOf(providers).filter(({ name }) => /sts|ecs|uri/.test(name))
const quickly = contestants.filter(({ name }) => /ecs|ours sts/.test(name))

export const title = 'inside the refresh window: valid credentials, a slow source, a call each 5 ms'

export async function run({ isQuick, onProgress }) {
  const [runMs, delayMs] = isQuick ? [600, 250] : [3000, 500]
  const parts = []
  for (const answers of ['fresh', 'same']) {
    const measure = (origin) => async (contestant) => {
      const { wallMs, ...values } = await runChild('refresh-window.mjs', [origin, contestant.name, answers, runMs, delayMs])
      return values
    }
    const lines = await withServer('credential-server.mjs', (origin) =>
      interleave(isQuick ? quickly : contestants, isQuick ? 1 : 3, measure(origin), onProgress),
    )
    const of = medians(lines)
    const targets = lines
      .filter(({ kind }) => kind === 'ours')
      .flatMap(({ name }) => [
        atMost(`${name}: callers blocked, %`, of(name, 'blocked %'), 0),
        atMost(`${name}: credential requests`, of(name, 'credential requests'), 1),
        atMost(`${name}: p99 / the ${delayMs} ms of the source`, of(name, 'p99 ms') / delayMs, 1 / delayMs),
      ])
    const title = `after ${delayMs} ms the source ${answers === 'fresh' ? 'answers with fresh credentials' : 'keeps answering with those at hand'}`
    parts.push({ title, lines, reference: 'ours sts', ratioOf: 'credential requests', targets })
  }
  return parts
}
