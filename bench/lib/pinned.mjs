import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0
const lastCore = availableParallelism() - 1

/** What stands before a command so that it runs on one core: clients on the first, servers on the last, so that neither disturbs the other. */
export const pinned = {
  client: canPin ? ['taskset', '-c', '0'] : [],
  server: canPin ? ['taskset', '-c', String(lastCore)] : [],
}

export const pinning = canPin ? `clients on core 0, servers on core ${lastCore}` : 'not pinned: no taskset, or one core only'
