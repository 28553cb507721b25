/**
 * The same stream, which tells once of its end, be it the last part, a failure, or that nobody wants more of it. It waits for one part in
 * advance, so that the time limit of the answer ends with that part, and not while a reader is busy elsewhere.
 */
export function endWith(stream: ReadableStream<Uint8Array>, end: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      end()
    },
    cancel: (reason) => {
      end()
      return reader.cancel(reason)
    },
  })
}
