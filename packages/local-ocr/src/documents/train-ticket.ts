import { pricedAmountIn } from '../fields/amounts.ts'
import { dateIn } from '../fields/dates.ts'
import { anywhere, type Found, matching, texts } from '../fields/found.ts'
import { halfWidth } from '../fields/half-width.ts'
import { around, inOneRow, middleOf } from '../fields/rectangle.ts'
import type { Reading } from '../reading.ts'
import type { TextLine } from '../text-line.ts'

/** Reads a paper train ticket. A ticket has no labels: values are told by their form, and the stations by their sides of the train number. */
export function readTrainTicket({ lines }: Reading): Record<string, unknown> {
  const number = anywhere(lines, matching(/(?<![0-9A-Z])([GDCZTKYLS]\d{1,4})(?!\d|[A-Z])/))
  const [departure, destination] = stations(lines, number)
  const price = anywhere(lines, pricedAmountIn)?.text
  return {
    ...texts({
      Date: anywhere(lines, departureTime),
      Number: number,
      Seat: anywhere(lines, matching(/\d{1,2}车(?:\d{1,3}[A-F]?号(?:[上中下]铺)?|无座)/)),
      Level: anywhere(lines, matching(/商务座|特等座|一等座|二等座|高级软卧|新空调硬座|新空调硬卧|软卧|硬卧|软座|硬座|动卧|无座/)),
      Name: passenger(lines),
    }),
    DepartureStation: departure,
    Destination: destination,
    ...(price ? { Price: Number(price) } : {}),
  }
}

/** YYYYMMDDHH:mm; without the time when that is not there. */
function departureTime(text: string): string {
  const date = dateIn(text)
  const time = /(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)/.exec(halfWidth(text))
  return date && /年|开/.test(text) ? date + (time ? `${time[1]?.padStart(2, '0')}:${time[2]}` : '') : ''
}

/** The station left of the train number, and the one right of it; without a number, in the order of the line. */
function stations(lines: readonly TextLine[], number: Found | undefined): readonly [string, string] {
  const named = lines.flatMap((line) => {
    const names = [...line.text.replace(/\s/g, '').matchAll(/\p{Script=Han}{2,6}?站/gu)].map(([name]) => name)
    return names.map((name) => ({ name, line }))
  })
  if (!number) return [named[0]?.name ?? '', named[1]?.name ?? '']
  const place = around(number.line.corners)
  const inRow = named.filter(({ line }) => inOneRow(around(line.corners), place))
  const candidates = inRow.length > 0 ? inRow : named
  if (candidates.length >= 2) return [candidates[0]?.name ?? '', candidates[1]?.name ?? '']
  const [only] = candidates
  if (!only) return ['', '']
  return middleOf(around(only.line.corners)).x < middleOf(place).x ? [only.name, ''] : ['', only.name]
}

const MASKED_ID = /\d{6,14}\*+\d{2,3}[\dX]\s*/

/** The name stands behind the identity number, of which some digits are stars. */
function passenger(lines: readonly TextLine[]): Found | undefined {
  const holder = lines.find(({ text }) => MASKED_ID.test(text))
  if (!holder) return undefined
  const name = /^[\p{Script=Han}·]{2,20}/u
  const own = name.exec(holder.text.replace(/\s/g, '').split(MASKED_ID)[1] ?? '')
  if (own) return { text: own[0], line: holder }
  const beside = lines.find(
    (line) =>
      name.test(line.text) &&
      inOneRow(around(line.corners), around(holder.corners)) &&
      around(line.corners).left > around(holder.corners).left,
  )
  return beside && { text: beside.text, line: beside }
}
