import type { TabLocks } from './tab-tools.ts'

/** Tells the tabs that have keys to give from those that have none. */
export interface TabPresence {
  /** From here on this tab counts. */
  enter(): Promise<void>
  leave(): void
  /** How many other tabs count. */
  countOthers(): Promise<number>
}

/**
 * Tabs that have keys hold a shared lock, which others can see without waiting for an answer: a page that is alone asks the back end at
 * once. A browser lets go of the locks of a tab that is closed or has crashed.
 */
export function createTabPresence(locks: TabLocks, name: string): TabPresence {
  let release: (() => void) | undefined

  return {
    enter() {
      if (release) return Promise.resolve()
      return new Promise((entered) => {
        const left = new Promise<void>((leave) => {
          release = leave
        })
        const held = (): Promise<void> => {
          entered()
          return left
        }
        // A browser that refuses has refused the other lock, too.
        locks.request(name, { mode: 'shared' }, held).catch(() => entered())
      })
    },
    leave() {
      release?.()
      release = undefined
    },
    async countOthers() {
      const { held = [] } = await locks.query().catch(() => ({ held: [] }))
      return held.filter((lock) => lock.name === name).length - (release ? 1 : 0)
    },
  }
}
