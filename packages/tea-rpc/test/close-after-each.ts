import { afterEach } from 'vitest'

interface Closable {
  close(): Promise<unknown>
}

/** Gives the function that keeps what a test opens, until it is closed after the test, the last one first. */
export function closeAfterEach(): <T extends Closable>(one: T) => T {
  const open: Closable[] = []
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })
  return (one) => {
    open.push(one)
    return one
  }
}
