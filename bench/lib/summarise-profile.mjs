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
