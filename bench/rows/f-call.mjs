import { allOf } from '../contestants/all-of.mjs'
import { callers } from '../contestants/callers.mjs'
import { interleave } from '../lib/interleave.mjs'
import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'
import { atLeast, atMost, bests } from '../lib/targets.mjs'

const official = ['@alicloud/pop-core POST v1', '@alicloud/openapi-core POST acs3']
const quickly = ['v1 floor on undici Pool', ...official, 'ours v1', 'ours acs3']
const mainly = ['undici Pool, unsigned', 'v1 floor on undici dispatch', ...quickly]

export const title = 'calls against a canned answer; processor time a call is the number to trust'

export async function run({ isQuick, onProgress }) {
  const [rounds, warmCalls, calls] = isQuick ? [1, 2500, 1000] : [3, 10_000, 10_000]
  const load = (origin, concurrency) => async (contestant) => {
    const { wallMs, ...values } = await runChild('call-load.mjs', [origin, contestant.name, concurrency, warmCalls, calls])
    return values
  }
  const parts = []
  for (const concurrency of isQuick ? [16] : [1, 16, 128]) {
    // Beyond 16 in flight, and below, the order is the same: the main ones say enough.
    const contestants = allOf(callers, isQuick ? quickly : concurrency !== 16 ? mainly : undefined)
    const lines = await withServer('rpc-server.mjs', (origin) => interleave(contestants, rounds, load(origin, concurrency), onProgress))
    const targets = concurrency === 16 ? targetsAt16(lines) : concurrency === 128 ? targetsAt128(lines) : []
    parts.push({ title: `${concurrency} in flight`, lines, reference: 'ours acs3', ratioOf: 'CPU us/call', targets })
  }
  return parts
}

function targetsAt16(lines) {
  const of = bests(lines)
  const cpu = (ours, theirs) => of(ours, 'CPU us/call') / of(theirs, 'CPU us/call')
  const rate = (name) => of('ours acs3', 'calls/s') / of(name, 'calls/s')
  const hasFetch = lines.some(({ name }) => name === 'ours v1 on fetch')
  return [
    atMost('CPU a call: ours acs3 / pop-core, which has v1 only', cpu('ours acs3', '@alicloud/pop-core POST v1'), 0.53),
    atMost('CPU a call: ours v1 / pop-core', cpu('ours v1', '@alicloud/pop-core POST v1'), 0.53),
    atMost('CPU a call: ours acs3 / openapi-core', cpu('ours acs3', '@alicloud/openapi-core POST acs3'), 0.36),
    atMost('CPU a call: ours v1 / v1 floor on undici Pool', cpu('ours v1', 'v1 floor on undici Pool'), 1.25),
    atLeast('calls/s: ours / pop-core', rate('@alicloud/pop-core POST v1'), 1.9),
    atLeast('calls/s: ours / openapi-core', rate('@alicloud/openapi-core POST acs3'), 2.8),
    ...(hasFetch ? [atMost('CPU a call on fetch: ours v1 / unsigned', cpu('ours v1 on fetch', 'fetch, unsigned'), 1.15)] : []),
  ]
}

function targetsAt128(lines) {
  const of = bests(lines)
  return [atMost('p99 at 128: ours / pop-core', of('ours acs3', 'p99 ms') / of('@alicloud/pop-core POST v1', 'p99 ms'), 1)]
}
