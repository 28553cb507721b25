import { around, middleOf, type Rectangle } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'
import type { Rule } from './find-rules.ts'
import type { Cell, Table } from './table.ts'

/** Pixels by which the ends of lines may miss each other. */
const NEAR = 8

interface Grid {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  readonly level: readonly Rule[]
  readonly upright: readonly Rule[]
}

/** Makes tables of ruled lines that meet, and puts the text into their cells. Lines that enclose nothing are no table. */
export function ruledTables(level: readonly Rule[], upright: readonly Rule[], lines: readonly TextLine[]): Table[] {
  return groups(level, upright)
    .map(gridOf)
    .filter(({ xs, ys }) => xs.length >= 2 && ys.length >= 2 && (xs.length > 2 || ys.length > 2))
    .map((grid) => fill(grid, lines))
    .sort((a, b) => a.place.top - b.place.top)
}

/** Lines that meet, directly or by others. */
function groups(level: readonly Rule[], upright: readonly Rule[]): { level: Rule[]; upright: Rule[] }[] {
  const left = new Set(upright)
  const found: { level: Rule[]; upright: Rule[] }[] = []
  for (const first of level) {
    if (found.some((group) => group.level.includes(first))) continue
    const group = { level: [first], upright: [] as Rule[] }
    for (const row of group.level) {
      for (const column of left) {
        if (!meet(row, column)) continue
        left.delete(column)
        group.upright.push(column)
        group.level.push(...level.filter((other) => !group.level.includes(other) && meet(other, column)))
      }
    }
    if (group.upright.length > 0) found.push(group)
  }
  return found
}

function meet(level: Rule, upright: Rule): boolean {
  return (
    upright.at >= level.from - NEAR && upright.at <= level.to + NEAR && level.at >= upright.from - NEAR && level.at <= upright.to + NEAR
  )
}

/** A table whose outer sides are not ruled ends where its level lines end. */
function gridOf({ level, upright }: { level: Rule[]; upright: Rule[] }): Grid {
  const ends = [Math.min(...level.map(({ from }) => from)), Math.max(...level.map(({ to }) => to))]
  const open = ends.filter((end) => !upright.some(({ at }) => Math.abs(at - end) <= NEAR))
  const xs = distinct([...upright.map(({ at }) => at), ...open])
  return { xs, ys: distinct(level.map(({ at }) => at)), level, upright }
}

function distinct(values: readonly number[]): number[] {
  const found: number[] = []
  for (const value of [...values].sort((a, b) => a - b)) if (value - (found.at(-1) ?? Number.NEGATIVE_INFINITY) > NEAR) found.push(value)
  return found
}

function fill({ xs, ys, level, upright }: Grid, lines: readonly TextLine[]): Table {
  const [columns, rows] = [xs.length - 1, ys.length - 1]
  const x = (at: number): number => xs[at] as number
  const y = (at: number): number => ys[at] as number
  const parts = unions(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      if (column + 1 < columns && !isRuled(upright, x(column + 1), y(row), y(row + 1))) parts.join(at, at + 1)
      if (row + 1 < rows && !isRuled(level, y(row + 1), x(column), x(column + 1))) parts.join(at, at + columns)
    }
  }

  const place: Rectangle = { left: x(0), top: y(0), right: x(columns), bottom: y(rows) }
  const inside = lines.filter(({ corners }) => contains(place, middleOf(around(corners))))
  const cells = parts.groups().map((members): Cell => {
    const inRows = members.map((at) => Math.floor(at / columns))
    const inColumns = members.map((at) => at % columns)
    const [startRow, endRow, startColumn, endColumn] = [
      Math.min(...inRows),
      Math.max(...inRows),
      Math.min(...inColumns),
      Math.max(...inColumns),
    ]
    const cell = { left: x(startColumn), top: y(startRow), right: x(endColumn + 1), bottom: y(endRow + 1) }
    return {
      startRow,
      endRow,
      startColumn,
      endColumn,
      width: cell.right - cell.left,
      height: cell.bottom - cell.top,
      texts: inside.filter(({ corners }) => contains(cell, middleOf(around(corners)))).map(({ text }) => text),
    }
  })
  return { cells, place, lines: inside }
}

/** Whether lines at a place cover most of the way from one point to another. */
function isRuled(rules: readonly Rule[], at: number, from: number, to: number): boolean {
  let covered = 0
  for (const rule of rules) {
    if (Math.abs(rule.at - at) <= NEAR) covered += Math.max(0, Math.min(rule.to, to) - Math.max(rule.from, from))
  }
  return covered > (to - from) * 0.7
}

function contains({ left, top, right, bottom }: Rectangle, { x, y }: { readonly x: number; readonly y: number }): boolean {
  return x > left && x < right && y > top && y < bottom
}

/** Numbers from 0 that are joined to groups. */
function unions(count: number): { join(a: number, b: number): void; groups(): number[][] } {
  const root = Array.from({ length: count }, (_, at) => at)
  const find = (at: number): number => {
    const above = root[at] as number
    return above === at ? at : find(above)
  }
  return {
    join(a, b) {
      root[Math.max(find(a), find(b))] = Math.min(find(a), find(b))
    },
    groups() {
      const found = new Map<number, number[]>()
      for (let at = 0; at < count; at++) found.set(find(at), [...(found.get(find(at)) ?? []), at])
      return [...found.values()]
    },
  }
}
