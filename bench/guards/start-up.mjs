import { runChild } from '../lib/run-child.mjs'
import { withServer } from '../lib/start-server.mjs'

/** Row (a) as counts: which files an import and a first call load. A file costs a third of a millisecond; undici as a whole is 110 of them. */
export async function guardStartUp(check) {
  for (const [name, files] of [
    ['@x/credentials-core', 4],
    ['@x/tea-rpc', 10],
    ['@x/ocr20191230', 14],
    ['@x/credentials', 28],
  ]) {
    const loaded = await runChild('loaded-files.mjs', ['import', name])
    check(`(a) import ${name}: files of others`, loaded.others, { exactly: 0 })
    check(`(a) import ${name}: files of ours`, loaded.ours, { atMost: files })
  }
  const loaded = await withServer('rpc-server.mjs', (origin) => runChild('loaded-files.mjs', ['call', 'ours acs3', origin]))
  check('(a) first call: files of others', loaded.others, { atMost: 45 })
}
