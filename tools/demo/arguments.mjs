import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const USAGE = 'Usage: npm run demo [-- PICTURE] [-- --live] [-- --port=PORT] [-- --output=FILE.html]'
const BUNDLED = fileURLToPath(new URL('picture.png', import.meta.url))
/** What RecognizeCharacter takes. */
const MAX_BYTES = 3 * 1024 * 1024

/** Reads the command line. Every mistake is an error of one line. */
export async function parseArguments(given) {
  const options = { picture: BUNDLED, live: false, port: 0, output: resolve('demo-output/overlay.html') }
  const names = []
  for (const argument of given.filter((one) => one !== '--')) {
    const [name, value] = argument.split(/=(.*)/s)
    if (name === '--live') options.live = true
    else if (name === '--port' && /^\d{1,5}$/.test(value ?? '')) options.port = Number(value)
    else if (name === '--output' && value) options.output = fromCaller(value)
    else if (argument.startsWith('-')) throw new Error(`${argument} is not an option. ${USAGE}`)
    else names.push(argument)
  }
  if (names.length > 1) throw new Error(`one picture at a time, please. ${USAGE}`)
  if (names[0]) options.picture = fromCaller(names[0])
  await checkPicture(options.picture)
  return options
}

/** npm starts scripts in the project's folder; paths mean the folder where it was called. */
function fromCaller(path) {
  return resolve(process.env.INIT_CWD ?? '.', path)
}

async function checkPicture(path) {
  const facts = await stat(path).catch((error) => {
    if (error.code === 'ENOENT') throw new Error(`there is no picture ${path}.`)
    throw new Error(`${path} cannot be read (${error.code}).`)
  })
  if (!facts.isFile()) throw new Error(`${path} is not a file.`)
  if (facts.size === 0) throw new Error(`${path} is empty.`)
  if (facts.size > MAX_BYTES)
    throw new Error(`${path} has ${(facts.size / 2 ** 20).toFixed(1)} MB; the service reads pictures up to 3 MB. Scale it down.`)
}
