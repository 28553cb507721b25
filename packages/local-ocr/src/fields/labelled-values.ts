import type { TextLine } from '../text-line.ts'
import { halfWidth } from './half-width.ts'
import { alike } from './look-alikes.ts'
import { pieceOf } from './piece-of.ts'
import { around, cornersOf, heightOf, inOneRow, middleOf, type Rectangle } from './rectangle.ts'

/** How a kind of document names its values. */
export interface LabelRules<Key extends string> {
  /** The printed labels of each value; blanks inside and a colon behind them do not matter. */
  readonly labels: Readonly<Record<Key, readonly string[]>>
  /** Labels may stand right behind a value, without a blank between. */
  readonly inline?: boolean
  /** Values that go on in the lines below. */
  readonly multiline?: readonly Key[]
  /** Values that may stand below their label. */
  readonly below?: readonly Key[]
}

/** A label that is there, with its value if that is there, too. */
export interface LabelledValue<Key extends string> {
  readonly key: Key
  readonly label: TextLine
  readonly value: TextLine | undefined
}

/** A label or an unlabelled beginning of a line, and the text up to the next label. */
interface Segment<Key extends string> {
  readonly key: Key | undefined
  readonly label: TextLine
  readonly value: TextLine
  readonly isLast: boolean
}

type LabelFinder<Key extends string> = (text: string) => readonly { readonly key: Key; readonly start: number; readonly end: number }[]

/** Finds labels and what they name: behind the label, else to its right in the row, else below it where the rules say so. */
export function labelledValues<Key extends string>(lines: readonly TextLine[], rules: LabelRules<Key>): readonly LabelledValue<Key>[] {
  const find = labelFinder(rules)
  const rows = joinSpread(lines, find).map((line) => segments(line, find))
  const free = rows.flatMap(([first]) => (first && first.key === undefined && first.value.text !== '' ? [first.value] : []))
  const labels = rows.flat().filter(({ key }) => key !== undefined)

  const found = labels.map(({ key, label, value, isLast }) => {
    const own = value.text === '' ? undefined : value
    const beside =
      own || !isLast ? undefined : (toTheRight(label, free, labels) ?? (rules.below?.includes(key as Key) ? below(label, free) : undefined))
    return { key: key as Key, label, value: own ?? beside, goesOn: isLast && (rules.multiline?.includes(key as Key) ?? false) }
  })
  const takenBy = new Map(found.map(({ key, value }) => [value, key]))
  return found.map(({ key, label, value, goesOn }) => {
    const left = free.filter((line) => (takenBy.get(line) ?? key) === key)
    return { key, label, value: value && goesOn ? withLinesBelow(value, left) : value }
  })
}

/** The text of the first value of a name; empty when the page has none. */
export function textOf<Key extends string>(values: readonly LabelledValue<Key>[], key: Key): string {
  return values.find((found) => found.key === key && found.value)?.value?.text ?? ''
}

/** Finds labels in a text. Latin labels are words of their own; Chinese ones, unless `inline`, stand at a beginning or behind a blank or sign. */
function labelFinder<Key extends string>({ labels, inline = false }: LabelRules<Key>): LabelFinder<Key> {
  const keys = Object.keys(labels) as Key[]
  const before = inline ? '' : '(?<![^\\s:;,()|])'
  const patterns = keys.map((key) => {
    const names = [...labels[key]].sort((a, b) => b.length - a.length).map(spaced)
    const start = names.map((name) => (/^[a-z]/i.test(name) ? '(?<![A-Za-z])' : before) + name).join('|')
    return `((?:${start})(?:\\s*[:.]?\\s*(?:${names.join('|')}))*)`
  })
  const longest = (at: number): number => Math.max(...labels[keys[at] as Key].map(({ length }) => length))
  const order = keys.map((_, at) => at).sort((a, b) => longest(b) - longest(a))
  const pattern = new RegExp(`(?:${order.map((at) => patterns[at]).join('|')})\\s*[:.]?\\s*`, 'g')
  return (text) =>
    [...halfWidth(text).matchAll(pattern)].map((match) => ({
      key: keys[order[match.slice(1).findIndex((group) => group !== undefined)] as number] as Key,
      start: match.index,
      end: match.index + match[0].length,
    }))
}

function spaced(label: string): string {
  const chars = [...halfWidth(label).replace(/\s/g, '')]
  const pattern = chars.map((char) => alike(char).replace(/[()./*]/, '\\$&')).join('\\s*')
  return /[a-z]$/i.test(label) ? `${pattern}(?![a-z])` : pattern
}

/** Labels printed with room between their characters are read as lines of one character each: joins those that make a label. */
function joinSpread<Key extends string>(lines: readonly TextLine[], find: LabelFinder<Key>): TextLine[] {
  const joined: TextLine[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    const text = (last?.text ?? '') + line.text
    const [found] =
      last && last.text.length <= 3 && inOneRow(around(last.corners), around(line.corners)) && find(last.text).length === 0
        ? find(text)
        : []
    if (last && found?.start === 0 && found.end > last.text.length) {
      joined[joined.length - 1] = {
        text,
        probability: Math.min(last.probability, line.probability),
        corners: cornersOf(around(last.corners, line.corners)),
      }
    } else joined.push(line)
  }
  return joined
}

function segments<Key extends string>(line: TextLine, find: LabelFinder<Key>): Segment<Key>[] {
  const found = find(line.text)
  const start = found[0]?.start ?? line.text.length
  const labelled = found.map(({ key, start, end }, at): Segment<Key> => {
    const next = found[at + 1]
    return { key, label: pieceOf(line, start, end), value: pieceOf(line, end, next?.start ?? line.text.length), isLast: !next }
  })
  const beginning = pieceOf(line, 0, start)
  return start > 0 ? [{ key: undefined, label: beginning, value: beginning, isLast: found.length === 0 }, ...labelled] : labelled
}

function toTheRight(label: TextLine, free: readonly TextLine[], labels: readonly { readonly label: TextLine }[]): TextLine | undefined {
  const from = around(label.corners)
  // the boxes of neighbours overlap now and then
  const isRight = (box: Rectangle): boolean => inOneRow(from, box) && box.left > middleOf(from).x && middleOf(box).x > from.right
  const nearest = leftmost(free.filter(({ corners }) => isRight(around(corners))))
  const nextLabel = leftmost(labels.map((one) => one.label).filter((one) => one !== label && isRight(around(one.corners))))
  return nearest && (!nextLabel || leftOf(nearest) < leftOf(nextLabel)) ? nearest : undefined
}

function leftOf({ corners }: TextLine): number {
  return around(corners).left
}

function leftmost(lines: readonly TextLine[]): TextLine | undefined {
  return [...lines].sort((a, b) => leftOf(a) - leftOf(b))[0]
}

function below(label: TextLine, free: readonly TextLine[]): TextLine | undefined {
  const from = around(label.corners)
  return free.find(({ corners }) => {
    const box = around(corners)
    const distance = middleOf(box).y - middleOf(from).y
    return distance > heightOf(from) * 0.6 && distance < heightOf(from) * 2.5 && box.left < from.right && box.right > from.left
  })
}

/** Goes on as long as the next line starts below the value, close to it. */
function withLinesBelow(value: TextLine, free: readonly TextLine[]): TextLine {
  let whole = value
  let last = around(value.corners)
  for (const next of free) {
    const box = around(next.corners)
    const distance = middleOf(box).y - middleOf(last).y
    const height = Math.max(heightOf(last), heightOf(box))
    if (distance < height * 0.6 || distance > height * 1.9 || Math.abs(box.left - around(value.corners).left) > height * 1.5) continue
    const joint = /[\da-z,.]$/i.test(whole.text) && /^[\da-z]/i.test(next.text) ? ' ' : ''
    whole = {
      text: whole.text + joint + next.text,
      probability: Math.min(whole.probability, next.probability),
      corners: cornersOf(around(whole.corners, next.corners)),
    }
    last = box
  }
  return whole
}
