import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'

const providers = ['ours sts', 'ours ecs', 'ours uri']
const VALID = 600_000
const EXPIRED = -1000
/** A refresh asks up to three times (R28); the metadata service for up to five seconds once it has answered (R38). */
const attempts = (name) => (name === 'ours ecs' ? 50 : 3)

/** Rows (g), (h) and (i) as counts: how often the source is asked, who waits, who is served. None depends on how fast the machine is. */
export async function guardCredentials(check) {
  await Promise.all(
    providers.map((name) =>
      withServer('credential-server.mjs', async (origin) => {
        await guardStampede(origin, name, check)
        await guardRefresh(origin, name, check)
        await guardOutage(origin, name, check)
      }),
    ),
  )
  await withServer('credential-server.mjs', (origin) => guardStampede(origin, 'ours Client sts', check))
}

async function guardStampede(origin, name, check) {
  const counts = await runChild('stampede.mjs', [origin, name, 1000])
  check(`(g) ${name}: 1000 cold callers, credential requests`, counts['credential requests'], { exactly: 1 })
  check(`(g) ${name}: 1000 cold callers, failed`, counts.failed, { exactly: 0 })
}

async function guardRefresh(origin, name, check) {
  for (const answers of ['fresh', 'same']) {
    const counts = await runChild('refresh-window.mjs', [origin, name, answers, 700])
    const what = `(h) ${name}: in the refresh window, ${answers} credentials`
    check(`${what}, credential requests`, counts['credential requests'], { exactly: 1 })
    check(`${what}, callers blocked (%)`, counts['blocked %'], { exactly: 0 })
    check(`${what}, failed`, counts.failed, { exactly: 0 })
  }
}

async function guardOutage(origin, name, check) {
  for (const outage of ['error', 'throttle', 'reset', 'hang']) {
    const counts = await runChild('outage.mjs', [origin, name, outage, VALID, 200])
    const what = `(i) ${name}: the source is down (${outage}), valid credentials, 200 gets`
    check(`${what}, served`, counts.served, { exactly: 200 })
    check(`${what}, blocked`, counts.blocked, { exactly: 0 })
    check(`${what}, requests`, counts.requests, { atMost: attempts(name) })
  }
  const counts = await runChild('outage.mjs', [origin, name, 'error', EXPIRED, 1])
  check(`(i) ${name}: the source is down, expired credentials, served`, counts.served, { exactly: 0 })
  check(`(i) ${name}: the source is down, expired credentials, requests`, counts.requests, { atMost: attempts(name) })
  check(`(i) ${name}: the source is down, expired credentials, error`, counts.error, { exactly: 'ERR_CREDENTIALS_EXPIRED' })
}
