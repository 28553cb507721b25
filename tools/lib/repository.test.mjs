import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repositoryProblem, repositoryUrl, withRepository } from './repository.mjs'
import { withTemporaryCopy } from './temporary-copy.mjs'

const url = 'git+https://git.example/acme/sdk.git'

test('takes the address that a browser shows or git clones, and no other', () => {
  for (const address of ['https://git.example/acme/sdk', 'https://git.example/acme/sdk/', 'https://git.example/acme/sdk.git'])
    assert.equal(repositoryUrl(address), url)
  assert.equal(repositoryUrl('https://git.example/group/sub/sdk'), 'git+https://git.example/group/sub/sdk.git')
  for (const address of [
    '',
    'acme/sdk',
    'http://git.example/acme/sdk',
    'git@git.example:acme/sdk.git',
    'https://git.example/acme',
    'https://me:secret@git.example/acme/sdk',
    'https://git.example/acme/sdk?tab=readme',
    'https://git.example/acme/sdk#readme',
  ])
    assert.equal(repositoryUrl(address), undefined, address)
})

test('puts repository behind the licence, also in place of another, and leaves the rest in its order', () => {
  const manifest = { name: 'a', license: 'MIT', type: 'module', repository: { type: 'git', url: 'old' } }
  const changed = withRepository(manifest, url, 'packages/a')
  assert.deepEqual(Object.keys(changed), ['name', 'license', 'repository', 'type'])
  assert.deepEqual(changed.repository, { type: 'git', url, directory: 'packages/a' })
  assert.deepEqual(withRepository(manifest, url).repository, { type: 'git', url })
})

test('R87 says how to set a repository that is missing, or is another than that of the workflow', () => {
  assert.match(repositoryProblem({ name: 'a' }), /^a: repository is missing.*node tools\/set-repository\.mjs/)
  assert.equal(repositoryProblem({ name: 'a', repository: { url } }), undefined)
  assert.equal(repositoryProblem({ name: 'a', repository: { url } }, 'https://git.example/Acme/sdk'), undefined)
  assert.match(repositoryProblem({ name: 'a', repository: { url } }, 'https://git.example/other/sdk'), /and this is https.*other/)
})

test('one command sets it in every manifest, and the tree is still as it should be', async () => {
  await withTemporaryCopy(async (copy) => {
    const run = (...args) => execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: 'pipe' })
    assert.throws(() => run('tools/set-repository.mjs', 'acme/sdk'), /Say where the repository is/)
    const before = run('tools/check-packages.mjs')
    assert.match(run('tools/set-repository.mjs', 'https://git.example/acme/sdk'), /in 1\d packages/)
    const manifest = JSON.parse(readFileSync(join(copy, 'packages/tea-rpc/package.json'), 'utf8'))
    assert.deepEqual(manifest.repository, { type: 'git', url, directory: 'packages/tea-rpc' })
    assert.equal(run('tools/check-packages.mjs'), before)
  })
})
