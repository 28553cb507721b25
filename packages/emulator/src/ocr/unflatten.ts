/** Parameters of the call itself, which are none of the engine's business. */
const SYSTEM_PARAMETERS = [
  'Action',
  'Version',
  'Format',
  'Timestamp',
  'RegionId',
  'AccessKeyId',
  'SecurityToken',
  'BearerToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
]

/** Deeper names than any operation has; they stay flat, so that no request can exhaust the stack. */
const MAX_DEPTH = 8

/**
 * Puts objects and lists together again (rpc.md 4.1): `Tasks.1.ImageURL` becomes `{ Tasks: [{ ImageURL }] }`.
 * All values stay texts. The objects have no prototype, so a parameter `__proto__` is plain data.
 */
export function unflatten(parameters: ReadonlyMap<string, string>): Record<string, unknown> {
  const root = newNode()
  for (const [name, value] of parameters) {
    if (SYSTEM_PARAMETERS.includes(name)) continue
    const path = name.split('.')
    if (path.length > MAX_DEPTH) root[name] = value
    else setAt(root, path, value)
  }
  return toObject(root)
}

interface Node {
  [name: string]: string | Node
}

function newNode(): Node {
  return Object.create(null) as Node
}

function setAt(root: Node, path: readonly string[], value: string): void {
  const last = path[path.length - 1] ?? ''
  let node = root
  for (const part of path.slice(0, -1)) {
    const next = node[part]
    const inner = typeof next === 'object' ? next : newNode()
    node[part] = inner
    node = inner
  }
  node[last] = value
}

function toObject(node: Node): Record<string, unknown> {
  const object = Object.create(null) as Record<string, unknown>
  for (const [name, value] of Object.entries(node)) object[name] = toValue(value)
  return object
}

/** An object whose names are all numbers from 1 is a list; gaps close. */
function toValue(node: string | Node): unknown {
  if (typeof node === 'string') return node
  const names = Object.keys(node)
  if (!names.every((name) => /^[1-9]\d{0,8}$/.test(name))) return toObject(node)
  return names.sort((one, other) => Number(one) - Number(other)).map((name) => toValue(node[name] ?? ''))
}
