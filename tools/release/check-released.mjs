// Turns the changesets of a temporary copy of the tree into versions and changelogs, commits them as a merge of the release pull request does, and
// runs there the gates that look at any of it: that tree is what is tested and published, and without this nobody sees it before it is merged.
import { runCommand } from '../lib/run-command.mjs'
import { withTemporaryCopy } from '../lib/temporary-copy.mjs'
import { commit } from './commit.mjs'
import { versionPackages } from './version-packages.mjs'

/** `unit` holds the tests of the constants that follow a version. What is left out takes long and reads no version. */
const gates = [
  ...['lockfile', 'packages', 'lint', 'text', 'changesets', 'exports', 'knip', 'docs', 'api'],
  ...['sizes', 'guards', 'tarballs', 'unit', 'consumers', 'releases'],
]
// A copy has its tools linked: pnpm must not set out to install them.
const env = { ...process.env, pnpm_config_verify_deps_before_run: 'false' }

process.exitCode = await withTemporaryCopy(async (copy) => {
  commit(copy, 'the tree as it stands')
  versionPackages(copy)
  commit(copy, 'a release of all that waits')
  const { code, output } = await runCommand('node', ['tools/gates/run.mjs', ...gates], { cwd: copy, env, timeoutMs: 4_800_000 })
  console.log(output.trimEnd().replaceAll(/^(?=(ok|FAIL) )/gm, '| '))
  return code
})
