// Every link in a text of the project leads somewhere, the guide to errors knows every code, and every TypeScript snippet compiles against the built packages,
// with the types of browsers and with those of Node alone.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { listFiles } from '../lib/list-files.mjs'
import { root, runCommand } from '../lib/run-command.mjs'
import { packages } from '../lib/workspace.mjs'

const folder = join(root, '.results/snippets')
const texts = listFiles().filter((file) => file.endsWith('.md') && !file.startsWith('.changeset/') && !file.endsWith('CHANGELOG.md'))
const problems = [...texts.flatMap(deadLinks), ...missingCodes(), ...(await wrongSnippets())]
for (const problem of problems) console.error(problem)
console.log(`${texts.length} texts, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

function deadLinks(file) {
  const found = read(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)
  return [...found].flatMap(([, link]) => {
    const [path, anchor] = link.split('#')
    const target = path ? normalize(join(dirname(file), path)) : file
    if (!existsSync(join(root, target))) return [`${file}: the link ${link} leads nowhere`]
    return anchor && !anchors(target).has(anchor) ? [`${file}: ${link}: ${target} has no such heading`] : []
  })
}

/** As GitHub makes them of headings. */
function anchors(file) {
  const headings = read(file).matchAll(/^#+ (.+)$/gm)
  const slug = (heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
  return new Set([...headings].map(([, heading]) => slug(heading.trim())))
}

/** Codes of errors that the guide does not explain. */
function missingCodes() {
  const codes = read('packages/credentials-core/src/errors.ts').matchAll(/^ {2}\| '(ERR_\w+)'/gm)
  const guide = read('docs/errors.md')
  return [...codes].filter(([, code]) => !guide.includes(`| \`${code}\` |`)).map(([, code]) => `docs/errors.md: ${code} is missing`)
}

async function wrongSnippets() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const sources = new Map()
  for (const file of texts) {
    for (const { text, line } of snippets(file)) {
      const name = `${file.replace(/[^\w.-]/g, '_')}_${line}.ts`
      sources.set(name, { file, line })
      writeFileSync(join(folder, name), `${text}\nexport {}\n`)
    }
  }
  const lib = ['ES2022', 'ESNext.Disposable']
  const found = [...(await compile([...lib, 'DOM', 'DOM.Iterable'])), ...(await compile(lib))]
  return found.map((text) =>
    text.replace(/^.*?([\w.-]+\.ts)\((\d+),\d+\)/, (whole, name, at) => {
      const source = sources.get(name)
      return source ? `${source.file}:${source.line + Number(at) - 1}` : whole
    }),
  )
}

/** What the compiler says of the snippets, a line each. */
async function compile(lib) {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings(lib)))
  const { code, output } = await runCommand('tsc', ['-p', join(folder, 'tsconfig.json'), '--pretty', 'false'])
  return code === 0 ? [] : output.trim().split('\n')
}

/** The blocks of a text, each with the line where it begins. One without an import goes on from the one before. */
function snippets(file) {
  const found = []
  for (const { 1: text, index } of read(file).matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = read(file).slice(0, index).split('\n').length + 1
    const last = found.at(-1)
    if (last && !/^import /m.test(text)) last.text += '\n'.repeat(line - last.line - last.text.split('\n').length + 1) + text
    else found.push({ text, line })
  }
  return found
}

function settings(lib) {
  const paths = Object.fromEntries(
    packages().flatMap(({ manifest, path }) =>
      Object.entries(manifest.exports)
        .filter(([, entry]) => typeof entry === 'object')
        .map(([name, entry]) => [manifest.name + name.slice(1), [join(path, entry.types)]]),
    ),
  )
  return {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      ...{
        lib,
        module: 'ESNext',
        moduleResolution: 'Bundler',
        paths,
        customConditions: [],
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      },
      ...{ isolatedDeclarations: false, declaration: false },
    },
    include: ['*.ts'],
  }
}

function read(file) {
  return readFileSync(join(root, file), 'utf8')
}
