import type { TabChannel, TabTools } from '../src/index.ts'

type Locks = NonNullable<TabTools['locks']>

/** What all tabs of one browser share, in one process: locks and channels that behave as the real ones do, and what they were used for. */
export interface FakeBrowser {
  /** The tools of a new tab. */
  readonly openTab: () => FakeTab
  /** Every message, in order. */
  readonly messages: unknown[]
  /** Names of the locks that are held. */
  readonly held: () => string[]
}

interface FakeTab extends TabTools {
  readonly locks: Locks
  readonly lifecycle: EventTarget
  /** Ends the tab as a crash would: its locks go, it answers nothing. */
  readonly crash: () => void
}

interface Lock {
  readonly name: string
  readonly mode: LockMode
  readonly tab: object
}

export function createFakeBrowser(): FakeBrowser {
  const channels = new Set<TabChannel & { readonly name: string }>()
  const messages: unknown[] = []
  let held: Lock[] = []
  let queue: { readonly lock: Lock; readonly grant: () => void }[] = []

  function pump(): void {
    for (const waiting of [...queue]) {
      const others = held.filter(({ name }) => name === waiting.lock.name)
      const blocked = waiting.lock.mode === 'exclusive' ? others.length > 0 : others.some(({ mode }) => mode === 'exclusive')
      if (blocked) continue
      queue = queue.filter((one) => one !== waiting)
      held.push(waiting.lock)
      waiting.grant()
    }
  }

  function openTab(): FakeTab {
    const tab = {}
    const mine: TabChannel[] = []
    const request = (name: string, options: LockOptions, work: LockGrantedCallback<unknown>): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const lock: Lock = { name, mode: options.mode ?? 'exclusive', tab }
        const waiting = {
          lock,
          async grant() {
            try {
              resolve(await work(lock as never))
            } catch (error) {
              reject(error)
            }
            held = held.filter((one) => one !== lock)
            pump()
          },
        }
        options.signal?.addEventListener('abort', () => {
          if (!queue.includes(waiting)) return
          queue = queue.filter((one) => one !== waiting)
          reject(options.signal?.reason)
        })
        queue.push(waiting)
        queueMicrotask(pump)
      })

    return {
      locks: { request, query: async () => ({ held: held.map(({ name, mode }) => ({ name, mode })), pending: [] }) } as unknown as Locks,
      lifecycle: new EventTarget(),
      openChannel(name) {
        const channel: TabChannel & { readonly name: string } = {
          name,
          onmessage: null,
          close: () => channels.delete(channel),
          postMessage(message) {
            if (!channels.has(channel)) throw new DOMException('The channel is closed.', 'InvalidStateError')
            const copy = structuredClone(message)
            messages.push(copy)
            for (const other of channels) {
              if (other !== channel && other.name === name) queueMicrotask(() => channels.has(other) && other.onmessage?.({ data: copy }))
            }
          },
        }
        channels.add(channel)
        mine.push(channel)
        return channel
      },
      crash() {
        for (const channel of mine) channel.close()
        held = held.filter((lock) => lock.tab !== tab)
        pump()
      },
    }
  }
  return { openTab, messages, held: () => held.map(({ name }) => name) }
}
