import { runChild } from '../lib/run-child.mjs'

/**
 * Row (e) as a ratio: a signature to the HMAC in it, measured in turns by one process, the least of many short passes of each. About 3 for
 * few parameters and 20 for many, on a busy machine, too; only an algorithm that got several times worse comes over these limits.
 */
export async function guardSigning(check) {
  const ratios = await runChild('sign-ratios.mjs', [])
  check('(e) signRpc, 11 parameters / its HMAC', ratios.small, { atMost: 8 })
  check('(e) signRpc, 211 parameters / its HMAC', ratios.large, { atMost: 50 })
  check('(e) signAcs3, 1 parameter / its HMAC', ratios.acs3, { atMost: 9 })
}
