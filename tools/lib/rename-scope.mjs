const quote = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/**
 * A text with one npm scope in place of another: `@from/name`, the bare scope between quotes or at the end of a path, and the form that
 * stands in a regular expression (`@from\/`). What only begins alike (`@fromage/name`), or an address (`me@from/…`), stays.
 */
export function renameScope(text, from, to) {
  return text.replace(new RegExp(`(?<![\\w.+-])${quote(from)}(?=\\\\?/|['"\`])`, 'g'), to)
}
