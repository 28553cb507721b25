// A method, as its parameter may be more than this: a `BroadcastChannel` gives a `MessageEvent`.
interface TabListener {
  hear(event: { readonly data: unknown }): void
}

/** A channel to the other tabs: a `BroadcastChannel`, or what behaves like one. */
export interface TabChannel {
  /** Tells every other tab; this one does not hear it. */
  postMessage(message: unknown): void
  /** Ends both sending and hearing. */
  close(): void
  /** Is set to hear what other tabs tell. */
  onmessage: TabListener['hear'] | null
}

/** What is used of Web Locks. Described here, as the types for Node do not know them, and servers import this package, too. */
export interface TabLocks {
  /** Does the work while it holds the lock of this name. */
  request<T>(
    name: string,
    options: { readonly mode?: 'exclusive' | 'shared'; readonly signal?: AbortSignal },
    work: () => Promise<T>,
  ): Promise<T>
  /** The locks that are held by all tabs. */
  query(): Promise<{
    /** One for each lock that is held. */
    readonly held?: readonly {
      /** The name it was asked for by. */
      readonly name?: string
    }[]
  }>
}

/** What lets tabs agree on who asks the back end, and tell each other what it said. */
export interface TabTools {
  /** Web Locks. Without them tabs that begin at the same moment may each ask once. */
  readonly locks?: TabLocks | undefined
  /** Opens the channel of this name. */
  readonly openChannel: (name: string) => TabChannel
  /** Where `pagehide`, `pageshow`, `freeze` and `resume` are told: a page that sleeps must not be waited for. Default: nowhere. */
  readonly lifecycle?: Pick<EventTarget, 'addEventListener'> | undefined
}

/** What this browser has; nothing outside of browsers, where there are no tabs and an open channel keeps a process alive. */
export function platformTabTools(): TabTools | false {
  const { document, WorkerLocation, Deno, BroadcastChannel: Channel, navigator, addEventListener } = globalThis as Platform
  if (Deno || !Channel || (typeof document !== 'object' && typeof WorkerLocation !== 'function')) return false
  return {
    // Left out by pages of plain http.
    locks: navigator?.locks,
    openChannel(name) {
      const channel: TabChannel & { unref?(): void } = new Channel(name)
      // Where a test on Node plays a browser, a channel must not keep it from ending.
      channel.unref?.()
      return channel
    },
    lifecycle: addEventListener ? (globalThis as unknown as EventTarget) : undefined,
  }
}

interface Platform {
  readonly document?: unknown
  readonly WorkerLocation?: unknown
  readonly Deno?: unknown
  readonly BroadcastChannel?: typeof BroadcastChannel
  readonly navigator?: { readonly locks?: TabLocks }
  readonly addEventListener?: unknown
}
