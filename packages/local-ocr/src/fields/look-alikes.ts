/** Characters that the recogniser takes for others of nearly the same shape, seen in its answers. */
const TAKEN_FOR: Readonly<Record<string, string>> = { 住: '佳往', 开: '升井', 叁: '参叄', 圆: '园', 壹: '壶' }

/** A pattern that fits a character and what it is taken for. */
export function alike(char: string): string {
  const others = TAKEN_FOR[char]
  return others === undefined ? char : `[${char}${others}]`
}

/** The characters that were printed, in a text in which only those of `wanted` can stand. */
export function asPrinted(text: string, wanted: string): string {
  return [...text].map((char) => [...wanted].find((one) => TAKEN_FOR[one]?.includes(char)) ?? char).join('')
}
