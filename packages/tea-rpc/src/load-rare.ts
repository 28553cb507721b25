import { loadPart } from '@x/credentials-core'

let rare: typeof import('./rare.ts') | undefined

/** Loads what few calls need. */
export async function loadRare(): Promise<typeof import('./rare.ts')> {
  rare ??= await loadPart(() => import('#rare'))
  return rare
}
