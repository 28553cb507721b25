import { execFileSync } from 'node:child_process'
import { root } from '../lib/run-command.mjs'

/** What this clone knows as published: the workflow tags it as NAME@VERSION. */
export function releaseTags() {
  const tags = execFileSync('git', ['tag', '--list', '@*/*@*'], { cwd: root, encoding: 'utf8' })
  return new Set(tags.split('\n').filter(Boolean))
}

/** The names of the packages whose version was not published yet. */
export function unreleased(versions, tags) {
  return [...versions].filter(([name, version]) => !tags.has(`${name}@${version}`)).map(([name]) => name)
}
