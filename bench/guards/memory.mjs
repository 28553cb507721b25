import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'

const nodeOptions = ['--expose-gc']

/** Row (j): what is held after calls that are over. The official clients hold 1600 to 5000 bytes a call, for as long as their read time-out. */
export async function guardMemory(check) {
  const held = await withServer('rpc-server.mjs', (origin) => runChild('call-memory.mjs', [origin, 'ours acs3', 4000], { nodeOptions }))
  check('(j) bytes held a call', held['held B/call'], { atMost: 500 })
  const gets = await withServer('credential-server.mjs', (origin) =>
    runChild('get-memory.mjs', [origin, 'ours sts', 100_000], { nodeOptions }),
  )
  check('(j) bytes held a get', gets['held B/call'], { atMost: 5 })
}
