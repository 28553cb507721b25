/** No package depends on itself through others, in development included: a build has an order. */
export function checkCycles(all) {
  const edges = new Map(
    all.map(({ manifest }) => {
      const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies })
      return [manifest.name, names.filter((name) => name.startsWith('@x/'))]
    }),
  )
  const cycles = new Map()
  const visit = (name, above) => {
    const start = above.indexOf(name)
    if (start < 0) for (const next of edges.get(name) ?? []) visit(next, [...above, name])
    else cycles.set([...above.slice(start)].sort().join(), `cycle: ${[...above.slice(start), name].join(' → ')}`)
  }
  for (const name of edges.keys()) visit(name, [])
  return [...cycles.values()]
}
