import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { targets } from '../lib/workspace.mjs'

/**
 * All packages that need a major once those named get one: whoever shows another's types, or asks its user to install it, breaks with it.
 * Changesets knows nothing of this and gives each dependent a patch, which programs get unasked, and then hold types of two copies of core.
 */
export function neededMajors(names, bound) {
  const needed = new Set(names)
  for (const name of needed) for (const [dependent, others] of bound) if (others.includes(name)) needed.add(dependent)
  return needed
}

/** The packages that a release of `before` as `after` gives no major, although it needs one. What was never released breaks nobody. */
export function missingMajors(before, after, bound) {
  const major = (versions, name) => Number(versions.get(name).split('.')[0])
  const raised = [...after.keys()].filter((name) => major(after, name) > major(before, name))
  const broken = raised.filter((name) => major(before, name) > 0)
  return [...neededMajors(broken, bound)].filter((name) => major(before, name) > 0 && !raised.includes(name))
}

/** By package those of ours that its built declarations name, or that it asks for as peers. */
export function boundPackages(packages) {
  const ours = packages.map(({ manifest }) => manifest.name)
  return new Map(
    packages.map(({ path, manifest: { name, exports, peerDependencies = {} } }) => {
      const named = namedBy(path, exports)
      return [name, ours.filter((one) => one !== name && (one in peerDependencies || named.has(one)))]
    }),
  )
}

/** The packages that the declarations of all entries import from, without subpaths. */
function namedBy(path, exports) {
  const files = targets(exports).filter((file) => file.endsWith('.d.ts'))
  const missing = files.find((file) => !existsSync(join(path, file)))
  if (missing) throw new Error(`${join(path, missing)} is not there yet: npm test -- build`)
  const text = files.map((file) => readFileSync(join(path, file), 'utf8')).join('\n')
  return new Set([...text.matchAll(/(?:from |import\()["'](@[^/"']+\/[^/"']+)/g)].map(([, name]) => name))
}
