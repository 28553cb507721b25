import type { ReadFile } from '@x/credentials-core'
import type { DefaultChainOptions } from '../src/index.ts'

/** A `readFile` that knows these files: the text of each, or the code of the error that reading it gives. */
export function createFiles(files: Readonly<Record<string, string>> = {}): ReadFile & { readonly paths: string[] } {
  const paths: string[] = []
  const read: ReadFile = async (path) => {
    paths.push(path)
    const content = Object.hasOwn(files, path) ? files[path] : undefined
    if (content === undefined || /^E[A-Z]+$/.test(content)) throw Object.assign(new Error('no'), { code: content ?? 'ENOENT' })
    return content
  }
  return Object.assign(read, { paths })
}

/** A machine of nobody: no variables, no files, no metadata service. */
export const nowhere: DefaultChainOptions = { env: {}, home: '/home/ann', platform: 'linux', readFile: createFiles(), ecs: 'off' }

/** A profile file of the command line. */
export function cliFile(...profiles: Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ current: profiles[0]?.name, profiles })
}

export const INI = '/home/ann/.alibabacloud/credentials'
export const CLI = '/home/ann/.aliyun/config.json'
