import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/**
 * Each of the 70 edge cases of the protocol, and each requirement of reliability that concerns this package, has a test whose name begins
 * with its number: `it('44: keeps status …')`, `it('40, R76: signs …')`. Uploads (68 to 70) are the matter of the OCR package.
 */
const ROWS = [
  ...Array.from({ length: 67 }, (_, index) => String(index + 1)),
  ...'R25 R27 R28 R29 R30 R50 R51 R75 R76 R77 R78 R79 R80 R84'.split(' '),
]
const NAME = /[(,[]\s*(?:'[\w. ]+', )?['"`]((?:(?:\d{1,2}|[ER]\d{1,3})(?:, | |: |(?=['"])))+)/g

const idsIn = (text: string): string[] => [...text.matchAll(NAME)].flatMap(([, ids = '']) => ids.match(/[ER]?\d+/g) ?? [])

function* testFiles(): Generator<{ readonly name: string; readonly text: string }> {
  for (const folder of ['../src/', '../test/']) {
    const root = new URL(folder, import.meta.url)
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.test.ts') && name !== 'rows.test.ts') yield { name, text: readFileSync(new URL(name, root), 'utf8') }
  }
}

describe('the rows of the protocol', () => {
  it('are found at the start of names, and nowhere else', () => {
    expect(
      idsIn("it('44: keeps', …); option('a b', '57 58 R51 ends', …); it.each([\n ['1', x]]); const a = `R5`, expect(['x 9'])"),
    ).toEqual(['44', '57', '58', 'R51', '1'])
  })

  it('have at least one test each', () => {
    const places = new Map(ROWS.map((id): [string, Set<string>] => [id, new Set()]))
    for (const { name, text } of testFiles()) for (const id of idsIn(text)) places.get(id)?.add(name)
    const missing = [...places].filter(([, names]) => names.size === 0).map(([id]) => id)
    console.log([...places].map(([id, names]) => `${id.padEnd(4)} ${[...names].join(', ') || 'NONE'}`).join('\n'))
    expect(missing).toEqual([])
  })
})
