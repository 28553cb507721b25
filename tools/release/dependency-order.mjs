/** Manifests so that each comes after those it depends on: who installs during a release finds what is needed. */
export function inDependencyOrder(manifests) {
  const byName = new Map(manifests.map((manifest) => [manifest.name, manifest]))
  const ordered = new Set()
  const visit = (manifest) => {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      if (byName.has(name)) visit(byName.get(name))
    ordered.add(manifest)
  }
  for (const manifest of manifests) if (!ordered.has(manifest)) visit(manifest)
  return [...ordered]
}
