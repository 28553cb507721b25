const MOST = 30

/**
 * A V8 processor profile as three lists: time of their own by package and by function, and the time of our functions with all that they call
 * before they wait. Time in which the process itself waited is left out.
 */
export function summariseProfile({ nodes, samples, timeDeltas }) {
  const own = new Map(nodes.map(({ id }) => [id, 0]))
  samples.forEach((id, index) => {
    own.set(id, own.get(id) + timeDeltas[index])
  })
  const working = nodes.filter(({ callFrame }) => !['(idle)', '(root)'].includes(callFrame.functionName))
  const total = working.reduce((sum, { id }) => sum + own.get(id), 0)
  const [packages, functions] = [new Map(), new Map()]
  for (const { id, callFrame } of working) {
    add(packages, packageOf(callFrame), own.get(id))
    add(functions, labelOf(callFrame), own.get(id))
  }
  return [
    `by package (${(total / 1e6).toFixed(2)} s)`,
    ...list(packages, total),
    'by function',
    ...list(functions, total),
    'our functions with what they call',
    ...list(withCalls(nodes, own), total),
  ].join('\n')
}

/**
 * Two profiles of a warm call as one table: microseconds a call by package. What the platform's native functions take counts for the
 * package that called them; `us`, the processor time of a call without the profiler, is shared out as the samples say.
 */
export function compareProfiles(measured, names) {
  const shares = measured.map(({ us, profile }) => shareOut(profile, us))
  const packages = [...new Set(shares.flatMap((share) => [...share.keys()]))]
  const rows = packages.map((name) => [name, ...shares.map((share) => share.get(name) ?? 0)])
  const lines = rows
    .map(([name, floor, ours]) => ({ name, floor, ours, rest: ours - floor }))
    .sort((a, b) => Math.max(b.floor, b.ours) - Math.max(a.floor, a.ours))
    .slice(0, MOST)
    .map(({ name, floor, ours, rest }) => `${[floor, ours, rest].map((us) => us.toFixed(1).padStart(9)).join('')}  ${name}`)
  const [floor, ours] = measured.map(({ us }) => us)
  const total = [floor, ours, ours - floor].map((us) => us.toFixed(1).padStart(9)).join('')
  return [`    limit     ours     rest  us a call: ${names.join(', ')}, what lies between`, `${total}  all`, ...lines].join('\n')
}

function shareOut({ nodes, samples, timeDeltas }, us) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const packages = new Map()
  let total = 0
  samples.forEach((id, index) => {
    let node = byId.get(id)
    if (['(idle)', '(root)'].includes(node.callFrame.functionName)) return
    while (packageOf(node.callFrame) === '(built in)' && callers.has(node.id)) node = byId.get(callers.get(node.id))
    const name = packageOf(node.callFrame)
    if (name === 'node:inspector') return
    add(packages, name, timeDeltas[index])
    total += timeDeltas[index]
  })
  return new Map([...packages].map(([name, time]) => [name, (time / total) * us]))
}

/** A function that calls itself counts once. */
function withCalls(nodes, own) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const times = new Map()
  const visit = ({ id, callFrame, children = [] }, above) => {
    const label = labelOf(callFrame)
    const below = children.reduce((sum, child) => sum + visit(byId.get(child), new Set(above).add(label)), 0)
    if (packageOf(callFrame).startsWith('packages/') && !above.has(label)) add(times, label, own.get(id) + below)
    return own.get(id) + below
  }
  visit(nodes[0], new Set())
  return times
}

function add(times, name, us) {
  times.set(name, (times.get(name) ?? 0) + us)
}

function list(times, total) {
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([name, us]) => `${((100 * us) / total).toFixed(1).padStart(6)} %  ${name}`)
}

function labelOf({ functionName, url, lineNumber }) {
  return `${functionName || '(anonymous)'}  ${packageOf({ functionName, url })} ${url.split('/').at(-1)}:${lineNumber + 1}`
}

/** `node:…` for the platform, the name behind the last node_modules, the folder of one of our packages, or what V8 itself does. */
function packageOf({ functionName, url }) {
  if (url === '') return functionName.startsWith('(') ? functionName : '(built in)'
  if (url.startsWith('node:')) return url
  const installed = url.split('/node_modules/').at(-1)
  if (installed !== url) return installed.split('/', installed.startsWith('@') ? 2 : 1).join('/')
  return url.match(/\/(packages\/[^/]+|bench)\//)?.[1] ?? url
}
