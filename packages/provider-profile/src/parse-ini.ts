import { loadProviderPart } from '@x/credentials-core'
import { INI_FILE } from './profile-file-kind.ts'

/** Sections by name, and in each the values by name in lower case. */
type IniSections = ReadonlyMap<string, Readonly<Record<string, string>>>

/** A line that breaks the grammar. */
export interface IniMistake {
  readonly line: number
  readonly column: number
  /** In words that follow the file's name and the place. */
  readonly problem: string
}

/** A name that stands twice: what stands last counts. */
interface IniDuplicate {
  readonly line: number
  readonly what: 'section' | 'key'
}

export interface IniFile {
  readonly sections: IniSections
  readonly duplicates: readonly IniDuplicate[]
}

/** One line of the file, with what it says. */
type IniLine = { readonly section: string } | { readonly key: string; readonly value: string }

/**
 * Reads a credentials file by the `ini` package. Alone, that cuts values at `#` and `;` wherever they stand, knows no comment after a section
 * header, makes `true` a boolean and dots a tree; so each line is first brought into a form in which it can only be read literally.
 */
export async function parseIni(text: string): Promise<IniFile | IniMistake> {
  const literal: string[] = []
  const duplicates: IniDuplicate[] = []
  const seen = new Map<string, Set<string>>()
  let keys: Set<string> | undefined
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = readLine(raw)
    if (!line) continue
    const place = { line: index + 1, column: firstOf(raw) + 1 }
    if ('problem' in line) return { ...place, problem: line.problem }
    if ('section' in line) {
      if (seen.has(line.section)) duplicates.push({ line: place.line, what: 'section' })
      keys = seen.get(line.section) ?? new Set()
      seen.set(line.section, keys)
      literal.push(`[${quote(line.section)}]`)
      continue
    }
    if (!keys) return { ...place, problem: 'has a key before the first section' }
    if (keys.has(line.key)) duplicates.push({ line: place.line, what: 'key' })
    keys.add(line.key)
    literal.push(`${quote(line.key)}=${JSON.stringify(line.value).replace(/[\u2028\u2029]/g, escapeBreak)}`)
  }
  const { parse } = await loadIni()
  const sections = Object.entries(parse(literal.join('\n'))).map(([name, values]): [string, Record<string, string>] => {
    const entries = Object.entries(values as Record<string, unknown>).map(([key, value]) => [unquote(key), String(value)])
    return [unquote(name), Object.assign(Object.create(null), Object.fromEntries(entries))]
  })
  return { sections: new Map(sections), duplicates }
}

/** The package is a CommonJS module: some bundlers give its members, some only the whole. */
async function loadIni(): Promise<Pick<typeof import('ini'), 'parse'>> {
  const ini: typeof import('ini') & { readonly default?: typeof import('ini') } = await loadProviderPart(
    INI_FILE.provider,
    () => import('ini'),
  )
  return ini.default ?? ini
}

/** A name as JSON text. The colon keeps `__proto__` and `x[]` from meaning anything; dots would divide a section's name. */
function quote(name: string): string {
  return JSON.stringify(`${name.replace(/[%.]/g, (one) => (one === '.' ? '%2E' : '%25'))}:`)
}

function unquote(name: string): string {
  return name.slice(0, -1).replace(/%2E|%25/g, (one) => (one === '%2E' ? '.' : '%'))
}

/** The package reads a value up to what JavaScript calls the end of a line. */
function escapeBreak(one: string): string {
  return `\\u${one.charCodeAt(0).toString(16)}`
}

/** What a line says: nothing for an empty line or a comment. */
function readLine(raw: string): IniLine | { readonly problem: string } | undefined {
  const line = trimBlanks(raw)
  if (line === '' || isComment(line)) return undefined
  if (line.startsWith('[')) {
    const end = line.indexOf(']')
    if (end < 0) return { problem: 'begins a section without ]' }
    const section = trimBlanks(line.slice(1, end))
    if (section === '') return { problem: 'begins a section without a name' }
    const rest = trimBlanks(line.slice(end + 1))
    return rest === '' || isComment(rest) ? { section } : { problem: 'has text after a section header' }
  }
  const equals = line.indexOf('=')
  if (equals < 0) return { problem: 'has no =' }
  const key = trimBlanks(line.slice(0, equals)).toLowerCase()
  return key === '' ? { problem: 'has no name before =' } : { key, value: readValue(trimBlanks(line.slice(equals + 1))) }
}

/** A quoted text literally, else all up to a comment. A comment begins only at the start or after a blank: `ab#cd` is data. */
function readValue(text: string): string {
  const quote = text.charAt(0)
  if (quote === '"' || quote === "'") {
    for (let end = text.indexOf(quote, 1); end > 0; end = text.indexOf(quote, end + 1)) {
      if (isEnd(text, end + 1)) return text.slice(1, end)
    }
  }
  if (isComment(text)) return ''
  const comment = text.search(/[ \t][#;]/)
  return comment < 0 ? text : trimBlanks(text.slice(0, comment))
}

/** Whether nothing follows but a comment after a blank. */
function isEnd(text: string, from: number): boolean {
  const end = /[ \t]*$|[ \t]+[#;]/y
  end.lastIndex = from
  return end.test(text)
}

function isComment(text: string): boolean {
  return /^[#;]/.test(text)
}

/** By hand at the end, so that a megabyte of blanks takes no more time than other text. */
function trimBlanks(text: string): string {
  let end = text.length
  while (end > 0 && ' \t'.includes(text.charAt(end - 1))) end--
  return text.slice(firstOf(text), end)
}

/** Where the text begins that is no blank. */
function firstOf(text: string): number {
  return text.search(/[^ \t]|$/)
}
