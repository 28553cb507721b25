import type { After, KeyCredentials } from '@x/credentials-core'
import { exclusively } from './exclusively.ts'
import { packKeys, unpackKeys } from './keys-message.ts'
import { createTabPresence } from './tab-presence.ts'
import type { TabChannel, TabTools } from './tab-tools.ts'

/** The part of all tabs together. */
export interface TabShare {
  /** Keys of another tab that are usable, else those that `make` gives. While one tab makes some, the others wait for them. */
  run(
    isUsable: (keys: KeyCredentials) => boolean,
    make: () => Promise<KeyCredentials>,
    signal: AbortSignal | undefined,
  ): Promise<KeyCredentials>
  /** Gives nobody the keys at hand any more. */
  forget(): void
}

export interface TabShareOptions {
  readonly tools: TabTools | false
  readonly now: () => number
  readonly after: After | undefined
  /** Milliseconds to wait for the tab that asks the back end. */
  readonly patience: number
}

/** Milliseconds to wait for the answer of a tab that is known to be there, and of one that may be. */
const ANSWER_OF_KNOWN = 3000
const ANSWER_OF_UNKNOWN = 100

/** Lets tabs share keys: over a channel, which reaches pages of the same origin alone, and from memory to memory. */
export function shareBetweenTabs(name: string, { tools, now, after = afterTimeout, patience }: TabShareOptions): TabShare {
  if (!tools) return { run: (_, make) => make(), forget: () => {} }
  const { locks, openChannel, lifecycle } = tools
  const presence = locks && createTabPresence(locks, `${name} holder`)
  const listeners = new Set<() => void>()
  let channel: TabChannel | undefined
  /** The keys that last longest, of this tab or another; of two, those that came later. */
  let held: KeyCredentials | undefined

  function connect(): TabChannel | undefined {
    try {
      channel ??= open()
    } catch {
      // Pages without an origin of their own, such as sandboxed frames, have no channels.
    }
    return channel
  }

  function open(): TabChannel {
    const opened = openChannel(name)
    opened.onmessage = ({ data }) => hear(data)
    return opened
  }

  function hear(message: unknown): void {
    if (message === ASK) {
      tell(held && endOf(held) > now() ? held : undefined)
      return
    }
    const keys = unpackKeys(message)
    if (!keys && message !== NONE) return
    if (keys && !(held && endOf(held) > endOf(keys))) held = keys
    for (const listener of listeners) listener()
  }

  function tell(keys: KeyCredentials | undefined): void {
    channel?.postMessage(keys ? packKeys(keys) : NONE)
  }

  /** What the other tabs have: waits for the first that has something usable, and no longer than until all have answered. */
  async function askOthers(isUsable: (keys: KeyCredentials) => boolean): Promise<KeyCredentials | undefined> {
    const usable = (): KeyCredentials | undefined => (held && isUsable(held) ? held : undefined)
    if (usable()) return held
    let silent = presence ? await presence.countOthers() : Number.POSITIVE_INFINITY
    if (silent <= 0) return usable()
    await new Promise<void>((resolve) => {
      const done = (): void => {
        listeners.delete(listen)
        stopTimer()
        resolve()
      }
      const listen = (): void => {
        silent--
        if (silent <= 0 || usable()) done()
      }
      const stopTimer = after(presence ? ANSWER_OF_KNOWN : ANSWER_OF_UNKNOWN, done)
      listeners.add(listen)
      channel?.postMessage(ASK)
    })
    return usable()
  }

  function sleep(): void {
    presence?.leave()
    channel?.close()
    channel = undefined
  }

  function wake(): void {
    if (held && connect()) void presence?.enter()
  }

  // A page that the browser keeps for the way back must neither hold a lock nor be asked.
  for (const event of ['pagehide', 'freeze']) lifecycle?.addEventListener(event, sleep, true)
  for (const event of ['pageshow', 'resume']) lifecycle?.addEventListener(event, wake, true)

  return {
    async run(isUsable, make, signal) {
      if (held && isUsable(held)) return held
      if (!connect()) return make()
      const work = async (): Promise<KeyCredentials> => {
        const theirs = await askOthers(isUsable)
        const keys = theirs ?? (await make())
        if (!theirs) {
          held = keys
          tell(keys)
        }
        // Before the lock is given up, so that the next tab knows whom to ask. Not when the page was put to sleep meanwhile.
        if (channel) await presence?.enter()
        return keys
      }
      return locks ? exclusively(locks, name, { signal, patience, after }, work) : work()
    },
    forget() {
      held = undefined
      presence?.leave()
    },
  }
}

const ASK = 'ask'
const NONE = 'none'

const endOf = (keys: KeyCredentials): number => keys.expiration?.getTime() ?? 0

const afterTimeout: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
