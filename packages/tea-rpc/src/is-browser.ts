/**
 * Whether this is a page or a worker of a browser, where a request with headers of our own costs a preflight. Asked when a client
 * is made, not at import. Deno and edge runtimes have parts of the same globals, but neither a document nor a WorkerLocation.
 */
export function isBrowser(): boolean {
  const scope = globalThis as { document?: unknown; WorkerLocation?: unknown; Deno?: unknown }
  return !scope.Deno && (typeof scope.document === 'object' || typeof scope.WorkerLocation === 'function')
}
