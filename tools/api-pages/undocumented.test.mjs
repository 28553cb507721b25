import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Application, TSConfigReader } from 'typedoc'
import { memberProblems, nameProblems, undocumentedMembers, undocumentedNames } from './undocumented.mjs'

const source = `
/** Has one. */
export interface Documented {
  readonly without: string
  /** Has one. */
  readonly with: string
}
export interface Bare { readonly without: string }
/** Has one. */
export function documented({ inPlace }: { readonly inPlace?: string } = {}): void {}
export function bare(): void {}
/** Has one. */
export const documentedConstant: () => void = documented
export const bareConstant = 1
export type BareType = { readonly without: string }
`

test('finds public names and members without a doc comment, by their kind of declaration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'documented-'))
  try {
    writeFileSync(join(folder, 'index.ts'), source)
    writeFileSync(join(folder, 'package.json'), '{ "name": "sample" }')
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "types": [] }, "include": ["index.ts"] }')
    const settings = {
      entryPoints: [join(folder, 'index.ts')],
      tsconfig: join(folder, 'tsconfig.json'),
      alwaysCreateEntryPointModule: true,
    }
    const application = await Application.bootstrap({ ...settings, disableSources: true, logLevel: 'Error' }, [new TSConfigReader()])
    const project = await application.convert()
    const names = undocumentedNames(project).map((name) => name.split(' ').at(-1))
    assert.deepEqual(names.sort(), ['Bare', 'BareType', 'bare', 'bareConstant'])
    assert.deepEqual(
      [...undocumentedMembers(project)].map(([name, found]) => [name, found.length]),
      [['sample', 3]],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('names are accepted one by one, and only as long as they need it', () => {
  assert.deepEqual(nameProblems(['a One'], { 'a One': 'waits' }), [])
  assert.match(nameProblems(['a One'], {}).join(), /a One has no doc comment/)
  assert.match(nameProblems([], { 'a One': 'waits' }).join(), /take it out of/)
})

test('members are counted, and the count may only fall', () => {
  assert.deepEqual(memberProblems(new Map([['a', ['a.x', 'a.y']]]), { a: 2 }), [])
  assert.match(memberProblems(new Map([['a', ['a.x', 'a.y', 'a.z']]]), { a: 2 }).join(), /a: 3 members .* accepted are 2/)
  assert.match(memberProblems(new Map([['b', ['b.x']]]), {}).join(), /b: 1 members/)
  assert.match(memberProblems(new Map([['a', ['a.x']]]), { a: 2 }).join(), /a: 1 .* --update/)
  assert.match(memberProblems(new Map(), { a: 2 }).join(), /a: 0 .* --update/)
})
