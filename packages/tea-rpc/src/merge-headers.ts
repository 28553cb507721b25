import { invalidOption } from '@x/credentials-core'
import type { ExtraParameters } from './config.ts'

/** Lower-case names; later ones stand before earlier ones, and names of one object that differ in case only are joined. */
export function mergeHeaders(merged: Record<string, string>, ...sources: ExtraParameters['headers'][]): void {
  for (const source of sources) {
    // No prototype: a header may be called constructor.
    const own: Record<string, string> = Object.create(null)
    for (const [name, value] of Object.entries(source ?? {})) {
      if (value === undefined || value === null) continue
      const lower = name.toLowerCase()
      const text = String(value)
      if (!/^[\w.!#$%&'*+^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        throw invalidOption(`headers.${name}`, 'holds characters that a header cannot', 'Use printable Latin characters on one line.')
      }
      own[lower] = own[lower] === undefined ? text : [own[lower], text].sort().join(',')
    }
    Object.assign(merged, own)
  }
}

/** Refuses what is not an encoded path. */
export function checkPath(pathname: string): string {
  if (!/^\/[\x21-\x7e]*$/.test(pathname) || /[?#]/.test(pathname)) {
    throw invalidOption('pathname', 'is not an encoded path', 'Begin with /, percent-encode, and pass parameters as query.')
  }
  // What is signed must be what is sent, and an address is sent as URL reads it.
  if (new URL(`https://host${pathname}`).pathname !== pathname)
    throw invalidOption('pathname', 'has dots or characters that would be changed on the way', 'Resolve . and .., and percent-encode.')
  return pathname
}
