import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Each row of the requirements has a test whose name begins with its id. These are the rows of credentials: E1-E103, and R1-R74 but for
 * those of the keyed store and the credential server (R61-R63, R71, R74).
 */
const ROWS = [
  ...Array.from({ length: 103 }, (_, index) => `E${String(index + 1).padStart(2, '0')}`),
  ...Array.from({ length: 74 }, (_, index) => `R${index + 1}`).filter((id) => !['R61', 'R62', 'R63', 'R71', 'R74'].includes(id)),
]

const PACKAGES = new URL('../../', import.meta.url)
const CONCERNED = /^(credentials|credentials-core|provider-.+|tea-rpc)$/

/** The files of tests, and of what they read their cases from. */
function testFiles(): { readonly place: string; readonly text: string }[] {
  const names = readdirSync(PACKAGES).filter((name) => CONCERNED.test(name))
  return names.flatMap((name) => {
    const folders = readdirSync(new URL(`${name}/`, PACKAGES)).filter((folder) => folder === 'src' || folder === 'test')
    return folders.flatMap((folder) => {
      const root = new URL(`${name}/${folder}/`, PACKAGES)
      const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
      const tests = paths.filter((path) => /(\.test\.ts|-suite\.ts|-corpus\.json)$/.test(path) && basename(path) !== 'rows.test.ts')
      return tests.map((path) => ({ place: `${name}/${basename(path)}`, text: readFileSync(new URL(path, root), 'utf8') }))
    })
  })
}

/**
 * The ids at the start of the names of tests, and of the rows of tables of tests: `it('E35 R36 asks …')`, `describe('R1 …')`, `['E01', …]`,
 * `"name": "stop: E76 …"`. Among them may be the numbers of edge cases of the RPC protocol: `'52, 53, R29: follows …'`.
 */
const NAME = /(?:\b(?:it|test|describe)(?:\.\w+)?\(|\)\(|[[,(]|"name":)\s*['"`](?:[a-z, ]+: )?((?:[ER]?\d{1,3}(?:,? |: |(?=['"`])))+)/g

function idsIn(text: string): string[] {
  return [...text.matchAll(NAME)].flatMap(([, ids = '']) => ids.match(/[ER]\d+/g) ?? [])
}

function placesById(): Map<string, Set<string>> {
  const places = new Map(ROWS.map((id): [string, Set<string>] => [id, new Set()]))
  for (const { place, text } of testFiles()) {
    for (const found of idsIn(text)) places.get(found.replace(/^E(\d)$/, 'E0$1'))?.add(place)
  }
  return places
}

describe('the rows of the requirements', () => {
  it('are found at the start of names, and nowhere else', () => {
    expect(idsIn("it('E35 R36 asks', …); it.each(['E01', 'x'], ['no E02'])('is E03', …); // R4 is not\nconst a = `R5`")).toEqual([
      'E35',
      'R36',
      'E01',
    ])
    expect(idsIn("it('52, 53, R29: waits', …)")).toEqual(['R29'])
    expect(idsIn('{ "name": "E74 the sample" }, { "name": "stop: E76 R34 disabled" }')).toEqual(['E74', 'E76', 'R34'])
  })

  it('have at least one test each', () => {
    const places = placesById()
    const table = [...places].map(([id, tests]) => `${id.padEnd(5)}${[...tests].sort().join(', ') || 'NONE'}`)
    console.log(table.join('\n'))
    expect([...places].filter(([, tests]) => tests.size === 0).map(([id]) => id)).toEqual([])
  })
})
