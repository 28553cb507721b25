// `npm run demo`: builds what is missing, then reads a picture. The program itself is read-picture.mjs.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { progress } from '../lib/progress.mjs'
import { parseArguments } from './arguments.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

try {
  const options = await parseArguments(process.argv.slice(2))
  await progress('Building the packages', build())
  const { readPicture } = await import('./read-picture.mjs')
  await readPicture(options)
} catch (error) {
  process.exitCode = 1
  console.error(`demo: ${error instanceof Error ? error.message : error}`)
}

/** Builds the demo's packages; an unchanged tree is a matter of milliseconds. */
function build() {
  return new Promise((resolve, reject) => {
    const turbo = spawn('turbo', ['run', 'build', '--filter=@x/demo...', '--output-logs=errors-only'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    turbo.stdout.on('data', keep)
    turbo.stderr.on('data', keep)
    turbo.on('error', reject)
    turbo.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the build failed.\n${output.split('\n').slice(-40).join('\n')}`)),
    )
  })
}
