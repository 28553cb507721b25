// sign-ratios.mjs: what our signatures cost as multiples of the HMAC in them.
import { factoryOf } from '../contestants/all-of.mjs'
import { signers } from '../contestants/signers.mjs'
import { print } from './print.mjs'

print({
  small: await ratio('ours signRpc', 'HMAC-SHA1 of the text alone', 'small'),
  large: await ratio('ours signRpc', 'HMAC-SHA1 of the text alone', 'large'),
  acs3: await ratio('ours signAcs3', 'HMAC-SHA256 of a short text alone', 'small'),
})

/** In turns, and the least of each: what else the machine does only ever adds. */
async function ratio(name, limitName, size) {
  const [sign, limit] = await Promise.all([name, limitName].map((one) => factoryOf(signers, one)(size)))
  const least = { sign: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY }
  for (let pass = 0; pass < 200; pass++) {
    least.sign = Math.min(least.sign, await time(sign))
    least.limit = Math.min(least.limit, await time(limit))
  }
  return least.sign / least.limit
}

async function time(run) {
  const begun = performance.now()
  for (let done = 0; done < 20; done++) await run()
  return performance.now() - begun
}
