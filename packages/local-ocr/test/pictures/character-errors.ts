/** Edits that turn one text into the other (Levenshtein), white space ignored. */
export function characterErrors(wanted: string, read: string): { readonly errors: number; readonly characters: number } {
  const [from, to] = [characters(wanted), characters(read)]
  let above = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [row, char] of from.entries()) {
    const current = [row + 1]
    for (const [at, other] of to.entries()) {
      current.push(Math.min(cell(above, at + 1) + 1, cell(current, at) + 1, cell(above, at) + (char === other ? 0 : 1)))
    }
    above = current
  }
  return { errors: cell(above, to.length), characters: from.length }
}

function characters(text: string): string[] {
  return [...text.replace(/\s/g, '')]
}

function cell(row: readonly number[], at: number): number {
  return row[at] as number
}
