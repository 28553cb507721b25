// loaded-files.mjs import PACKAGE | call CALLER ORIGIN: how many files are loaded, of this house and of others.
import { registerHooks } from 'node:module'
import { print } from './print.mjs'

const [what, name, origin] = process.argv.slice(2)
const files = new Set()
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:') && !url.includes('/bench/')) files.add(url)
    else if (url.includes('/node_modules/')) files.add(url)
    return next(url, context)
  },
})
if (what === 'import') {
  await import(name)
} else {
  const { createCaller } = await import('./create-caller.mjs')
  await createCaller(name, origin)
}
const others = [...files].filter((url) => url.includes('/node_modules/')).length
print({ ours: files.size - others, others })
