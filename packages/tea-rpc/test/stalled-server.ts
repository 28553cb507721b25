import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { LoopbackServer } from './loopback-server.ts'

/** A listener that nobody serves: its thread sleeps, and its queue is full, so that a connection to it is never made. */
export async function startFullListener(): Promise<Omit<LoopbackServer, 'connections'>> {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:net').createServer().listen(0, '127.0.0.1', 1, () => {
      parentPort.postMessage(server.address().port)
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 50)
    })`
  const worker = new Worker(code, { eval: true })
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  await new Promise((resolve) => setTimeout(resolve, 200))
  const fillers: Socket[] = []
  for (let index = 0; index < 8; index++) fillers.push(connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise((resolve) => setTimeout(resolve, 200))
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const filler of fillers) filler.destroy()
      await worker.terminate()
    },
  }
}
