import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { releaseProblems } from '../lib/packed.mjs'
import { renameScope } from '../lib/rename-scope.mjs'
import { root } from '../lib/run-command.mjs'
import { inDependencyOrder } from './dependency-order.mjs'
import { missingMajors, neededMajors } from './needed-majors.mjs'
import { publishTarballs } from './publish-tarballs.mjs'
import { workflowProblems } from './workflow-problems.mjs'

const repository = { type: 'git', url: 'git+https://git.example/a/all.git', directory: 'packages/core' }
const manifest = { name: '@a/core', version: '1.2.0', repository, publishConfig: { access: 'public', provenance: true } }
const contents = (changes) => {
  const files = {
    'package.json': '',
    'README.md': '',
    LICENSE: '',
    'dist/index.js': '',
    'CHANGELOG.md': '# @a/core\n\n## 1.2.0\n\n## 1.1.0\n',
    ...changes,
  }
  return new Map(Object.entries(files).map(([name, text]) => [`package/${name}`, text]))
}
const provenance = { provenance: { predicateType: 'https://slsa.dev/provenance/v1' } }

/** A registry that holds what is published, and npm in front of it. */
function fakeNpm({ version = '11.6.0', attestations = () => provenance, published = [], latest } = {}) {
  const calls = []
  const npm = async (command, subject, field) => {
    if (command === '--version') return { code: 0, output: `${version}\n` }
    if (field === 'dist-tags.latest')
      return latest ? { code: 0, output: JSON.stringify(latest) } : { code: 1, output: 'npm error code E404' }
    calls.push(`${command} ${subject}`)
    if (command === 'publish') published.push(subject)
    else if (!published.some((one) => subject.startsWith(one))) return { code: 1, output: 'npm error code E404' }
    const found = field === 'version' ? '1.2.0' : attestations(calls.length)
    return { code: 0, output: found === undefined ? '' : JSON.stringify(found) }
  }
  return { npm, calls, published, sleep: async () => {}, log: () => {} }
}
const tarball = (name, more) => ({ path: name, manifest: { ...manifest, name, ...more } })

test('R86 R87 a tarball as it should be has no problems', () => {
  assert.deepEqual(releaseProblems({ files: contents({ 'dist/index.js': "import '#system.node'" }), manifest }), [])
})

test('R85 R86 R87 a release without provenance, with code made at run time, with another version than its changelog, or with strange files is refused', () => {
  const wrong = [
    [{ manifest: { ...manifest, publishConfig: { access: 'public' } } }, /provenance/],
    [{ manifest: { ...manifest, version: '1.3.0' } }, /the changelog ends at 1\.2\.0, the version is 1\.3\.0/],
    [{ manifest: { ...manifest, version: '0.0.1' }, files: contents({ 'CHANGELOG.md': '## 0.0.1\n' }) }, /below 1\.0\.0/],
    [{ manifest: { ...manifest, scripts: { postinstall: 'x' } } }, /postinstall/],
    [{ manifest: { ...manifest, dependencies: { '@a/b': 'workspace:^' } } }, /workspace/],
    [{ manifest: { ...manifest, peerDependencies: { '@a/b': 'workspace:^' } } }, /workspace/],
    [{ files: contents({ 'dist/key.pem': '' }) }, /key\.pem does not belong/],
    [{ files: contents({ 'dist/index.js': "new Function('return 1')()" }) }, /new Function/],
    [{ files: contents({ 'dist/index.js': "require('./a.node')" }) }, /a\.node/],
    [{ files: contents({ 'src/index.ts': '' }) }, /src\/index\.ts does not belong/],
  ]
  for (const [given, pattern] of wrong) {
    const problems = releaseProblems({ files: contents(), manifest, ...given })
    assert.equal(problems.length, 1, problems.join())
    assert.match(problems[0], pattern)
  }
})

test('R87 publishes dependencies first, passes over what the registry has, and asks for each provenance', async () => {
  const fake = fakeNpm({ published: ['@a/core'] })
  const needs = { dependencies: { '@a/core': '^1.2.0' } }
  await publishTarballs([tarball('@a/top', { dependencies: { '@a/mid': '^1.2.0' } }), tarball('@a/mid', needs), tarball('@a/core')], fake)
  assert.deepEqual(fake.published, ['@a/core', '@a/mid', '@a/top'])
  assert.deepEqual(
    fake.calls.filter((call) => call.startsWith('publish')),
    ['publish @a/mid', 'publish @a/top'],
  )
})

test('R87 fails when a published version shows no provenance, and waits for one that comes late', async () => {
  await assert.rejects(
    publishTarballs([tarball('@a/core')], fakeNpm({ attestations: () => undefined })),
    /@a\/core@1\.2\.0 is published without provenance/,
  )
  await publishTarballs([tarball('@a/core')], fakeNpm({ attestations: (calls) => (calls > 5 ? provenance : undefined) }))
})

test('R87 publishes nothing while one package names no repository, and says how to set it', async () => {
  const fake = fakeNpm()
  const tarballs = [tarball('@a/core'), tarball('@a/top', { repository: undefined })]
  await assert.rejects(publishTarballs(tarballs, fake), /nothing was published:\n@a\/top: repository is missing.*set-repository/)
  assert.deepEqual(fake.published, [])
})

test('R87 publishes nothing once the registry has a newer version, which an older one would take the place of', async () => {
  const older = fakeNpm({ latest: '1.10.0' })
  await assert.rejects(publishTarballs([tarball('@a/core')], older), /nothing was published: the registry has @a\/core 1\.10\.0/)
  assert.deepEqual(older.published, [])
  const again = fakeNpm({ latest: '1.10.0', published: ['@a/core'] })
  await publishTarballs([tarball('@a/core')], again)
  const newer = fakeNpm({ latest: '1.1.9' })
  await publishTarballs([tarball('@a/core')], newer)
  assert.deepEqual(newer.published, ['@a/core'])
})

test('R87 refuses an npm that cannot publish without a token', async () => {
  await assert.rejects(publishTarballs([tarball('@a/core')], fakeNpm({ version: '10.9.4' })), /npm 10\.9\.4/)
  await assert.rejects(publishTarballs([tarball('@a/core')], fakeNpm({ version: '11.5.0' })), /npm 11\.5\.0/)
  await publishTarballs([tarball('@a/core')], fakeNpm({ version: '11.5.1' }))
  await publishTarballs([tarball('@a/core')], fakeNpm({ version: '12.0.0' }))
})

test('a package comes after those it depends on', () => {
  const [top, core] = [{ name: 'top', dependencies: { core: '1' } }, { name: 'core' }]
  assert.deepEqual(inDependencyOrder([top, core]), [core, top])
})

test('a major needs a major of each package that shows its types, and of those that show theirs', () => {
  const bound = new Map([
    ['core', []],
    ['rpc', ['core']],
    ['umbrella', ['rpc']],
    ['view', []],
  ])
  const release = (...versions) => new Map([...bound.keys()].map((name, index) => [name, versions[index]]))
  const before = release('1.4.0', '1.0.2', '3.1.0', '1.0.0')
  assert.deepEqual([...neededMajors(['core'], bound)], ['core', 'rpc', 'umbrella'])
  assert.deepEqual(missingMajors(before, release('2.0.0', '1.0.3', '3.1.1', '1.0.1'), bound), ['rpc', 'umbrella'])
  assert.deepEqual(missingMajors(before, release('2.0.0', '2.0.0', '4.0.0', '1.0.1'), bound), [])
  assert.deepEqual(missingMajors(before, release('1.5.0', '1.0.3', '3.1.0', '1.0.0'), bound), [])
})

test('a first release breaks nobody', () => {
  const bound = new Map([
    ['core', []],
    ['rpc', ['core']],
  ])
  const versions = (core, rpc) => new Map(Object.entries({ core, rpc }))
  assert.deepEqual(missingMajors(versions('0.0.0', '1.0.0'), versions('1.0.0', '1.0.1'), bound), [])
  assert.deepEqual(missingMajors(versions('1.0.0', '0.0.0'), versions('2.0.0', '1.0.0'), bound), [])
  assert.deepEqual(missingMajors(versions('1.0.0', '0.0.0'), versions('2.0.0', '0.0.0'), bound), [])
})

test('R87 the workflows are pinned, begin without rights and give each job only its own', () => {
  const folder = join(root, '.github/workflows')
  const files = readdirSync(folder)
  assert.ok(files.includes('release.yml'))
  for (const file of files) assert.deepEqual(workflowProblems(readFileSync(join(folder, file), 'utf8')), [], file)
})

test('R87 a workflow that is loosened is refused', () => {
  const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')
  const loosened = [
    [/@[0-9a-f]{40} # v6\.0\.2/, '@v6 # v6.0.2', /not pinned/],
    [/ # v6\.0\.2/, '', /does not say its version/],
    ['permissions: {}', 'permissions: write-all', /begin without rights/],
    ['      id-token: write\n', '', /without provenance/],
    ['      contents: read\n      id-token: write', '      contents: write\n      id-token: write', /may publish and write/],
    ['    environment: npm\n', '', /environment/],
    ['node tools/release/publish.mjs tarballs', 'npm ci && node tools/release/publish.mjs tarballs', /runs what was installed/],
    [' --frozen-lockfile', '', /not frozen/],
    ['          persist-credentials: false\n', '', /keeps the token/],
    [
      '          gh auth setup-git\n',
      '          npm ci && gh auth setup-git\n',
      /propose may publish or write, and runs what was installed/,
    ],
    [
      /(name: Make the next versions\n(?: {4}.+\n)*? {6}contents: )read/,
      '$1write',
      /version may publish or write, and runs what was installed/,
    ],
    [' -- --require-all', '', /after tests that did not run/],
    ['run: npm test', 'run: echo $' + '{{ github.head_ref }}', /through env/],
  ]
  for (const [from, to, pattern] of loosened) {
    const changed = text.replace(from, from instanceof RegExp ? to : () => to)
    assert.notEqual(changed, text, String(from))
    assert.match(workflowProblems(changed).join('\n'), pattern)
  }
})

test('a scope is renamed where it is one, and nowhere else', () => {
  const rename = (text) => renameScope(text, '@old', '@acme')
  for (const [before, after] of [
    ["from '@old/core/node'", "from '@acme/core/node'"],
    ['`@old/$' + '{folder}`', '`@acme/$' + '{folder}`'],
    ['/^@old\\//', '/^@acme\\//'],
    ["join(folder, 'node_modules/@old')", "join(folder, 'node_modules/@acme')"],
    ["'@old/core@1.0.0':", "'@acme/core@1.0.0':"],
  ])
    assert.equal(rename(before), after)
  for (const text of ['@older/core', 'me@old/y', 'old-source', '@old.example', '@types/old']) assert.equal(rename(text), text)
})
