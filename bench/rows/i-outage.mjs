import { allOf } from '../contestants/all-of.mjs'
import { providers } from '../contestants/providers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atLeast, atMost, bests, medians } from '../lib/targets.mjs'

const contestants = allOf(providers).filter(({ name }) => /sts|ecs|uri/.test(name))
const quickly = contestants.filter(({ name }) => name.endsWith('credentials sts') || name === 'ours sts')
const VALID = 600_000
const EXPIRED = -1000
/** `officialGets`: they wait for 2 to 5 s at a get, so fewer say enough. */
const kinds = [
  { title: 'valid, the source answers 500', outage: 'error', leftMs: VALID, gets: 5 },
  { title: 'valid, the source throttles', outage: 'throttle', leftMs: VALID, gets: 5 },
  { title: 'valid, the source cuts the connection', outage: 'reset', leftMs: VALID, gets: 5 },
  { title: 'valid, the source never answers', outage: 'hang', leftMs: VALID, gets: 5, officialGets: 2 },
  { title: 'expired, the source answers 500', outage: 'error', leftMs: EXPIRED, gets: 3 },
]

export const title = 'the source is down'

export async function run({ isQuick, onProgress }) {
  const parts = []
  for (const { title, outage, leftMs, gets, officialGets = gets } of kinds) {
    const quick = officialGets < gets ? quickly.filter(({ kind }) => kind === 'ours') : quickly
    const measure = (origin) => async (contestant) => {
      const count = contestant.kind === 'official' ? officialGets : gets
      const { wallMs, ...values } = await runChild('outage.mjs', [origin, contestant.name, outage, leftMs, count, isQuick ? 100 : 300])
      return values
    }
    const lines = await withServer('credential-server.mjs', (origin) =>
      interleave(isQuick ? quick : contestants, isQuick ? 1 : 3, measure(origin), (text) => onProgress(`${title}, ${text}`)),
    )
    parts.push({
      title,
      lines,
      reference: 'ours sts',
      ratioOf: 'ms/get',
      targets: leftMs === VALID ? validTargets(lines, gets) : expiredTargets(lines),
    })
  }
  return parts
}

/**
 * The first get also starts the refresh, by code that has run once before, so the mean of so few says more about cold code than about
 * waiting. Its best repeat is judged.
 */
function validTargets(lines, gets) {
  const [of, best] = [medians(lines), bests(lines)]
  return lines
    .filter(({ kind }) => kind === 'ours')
    .flatMap(({ name }) => [
      atLeast(`${name}: served`, of(name, 'served'), gets),
      atMost(`${name}: blocked`, of(name, 'blocked'), 0),
      atMost(`${name}: ms a get`, best(name, 'ms/get'), 0.1),
    ])
}

function expiredTargets(lines) {
  const of = medians(lines)
  return lines.filter(({ kind }) => kind === 'ours').map(({ name }) => atMost(`${name}: served although expired`, of(name, 'served'), 0))
}
