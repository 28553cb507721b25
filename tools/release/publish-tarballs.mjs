import { repositoryProblem } from '../lib/repository.mjs'
import { inDependencyOrder } from './dependency-order.mjs'

/** From this version on npm takes its right to publish from the workflow itself, so that no token is kept anywhere. */
const NPM_NEEDED = '11.5.1'
/** The registry shows what it got a little later. */
const TRIES = 10
const PAUSE_MS = 6000

/**
 * Publishes tarballs, those first that others depend on, each with its provenance; what the registry has already is passed over, so that a
 * release that broke off can be run again. Throws before anything is published when a package names no repository or the registry has a newer
 * version of one, and afterwards when a published version shows no provenance (R87).
 * `npm(...args)` resolves to `{ code, output }`.
 */
export async function publishTarballs(tarballs, { npm, sleep, log }) {
  const problems = tarballs.flatMap(({ manifest }) => repositoryProblem(manifest) ?? [])
  if (problems.length > 0) throw new Error(`nothing was published:\n${problems.join('\n')}`)
  await checkNpm(npm)
  const pathOf = new Map(tarballs.map(({ manifest, path }) => [manifest, path]))
  const ordered = inDependencyOrder([...pathOf.keys()])
  const missing = new Set()
  for (const manifest of ordered) if (await isMissing(manifest, npm)) missing.add(manifest)
  for (const manifest of ordered) {
    const id = `${manifest.name}@${manifest.version}`
    if (missing.has(manifest)) {
      const { code, output } = await npm('publish', pathOf.get(manifest), '--provenance', '--access', 'public', '--ignore-scripts')
      if (code !== 0) throw new Error(`${id} was not published:\n${output}`)
      log(`${id}: published`)
    } else log(`${id}: the registry has it already`)
    await checkProvenance(id, { npm, sleep })
    log(`${id}: has its provenance`)
  }
}

async function checkNpm(npm) {
  const version = (await npm('--version')).output.trim()
  if (isBelow(version, NPM_NEEDED)) throw new Error(`npm ${version} cannot publish from a workflow: use npm ${NPM_NEEDED}`)
}

/** Whether the registry lacks this version. Throws when it has a newer one: what is published last becomes `latest`, which everyone installs. */
async function isMissing({ name, version }, npm) {
  if ((await view(npm, `${name}@${version}`, 'version')) !== undefined) return false
  const latest = await view(npm, name, 'dist-tags.latest')
  if (latest !== undefined && isBelow(version, latest))
    throw new Error(`nothing was published: the registry has ${name} ${latest}, and this run is older: it would publish ${version}`)
  return true
}

function isBelow(version, other) {
  const [a, b] = [version, other].map((one) => one.split('.').map(Number))
  const at = a.findIndex((number, index) => number !== b[index])
  return at >= 0 && a[at] < b[at]
}

async function checkProvenance(id, { npm, sleep }) {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const attestations = await view(npm, id, 'dist.attestations')
    if (/^https:\/\/slsa\.dev\/provenance\//.test(attestations?.provenance?.predicateType ?? '')) return
    if (attempt < TRIES) await sleep(PAUSE_MS)
  }
  throw new Error(`${id} is published without provenance: deprecate it, and publish a new patch from the workflow`)
}

/** A field of a version as the registry has it, or undefined when it has no such version or field. */
async function view(npm, id, field) {
  const { code, output } = await npm('view', id, field, '--json', '--prefer-online')
  if (code !== 0 && !/E404|ETARGET/.test(output)) throw new Error(`the registry did not answer for ${id}:\n${output}`)
  return code === 0 && output.trim() !== '' ? JSON.parse(output) : undefined
}
